{#- The shapes of what is invoiced, spent, gained and answered; what the entries mean: entity_columns. -#}
{%- macro money_entities() -%}
    {{ return({
        'invoices': {
            'key': ['invoice_id'],
            'columns': [
                {'name': 'invoice_id', 'type': 'text', 'required': true},
                {'name': 'account_id', 'type': 'text', 'required': true, 'references': 'accounts'},
                {'name': 'opportunity_id', 'type': 'text', 'references': 'opportunities'},
                {'name': 'issued_on', 'type': 'date', 'required': true},
                {'name': 'kind', 'type': 'text', 'required': true, 'accepted': ['invoice', 'credit_note']},
                {'name': 'status', 'type': 'text', 'accepted': ['draft', 'issued', 'paid', 'cancelled']},
                {'name': 'revenue_type', 'type': 'text', 'accepted': ['new', 'expansion', 'renewal']},
                {
                    'name': 'amount_net', 'type': 'money', 'required': true, 'at_least': 0,
                    'unless': {'column': 'kind', 'among': ['credit_note'], 'text': 'credit_note'}
                },
                {'name': 'currency', 'type': 'text', 'required': true, 'form': 'currency'},
                {'name': 'gross_margin_rate', 'type': 'rate', 'at_least': -1, 'at_most': 1},
            ],
        },
        'contracts': {
            'key': ['contract_id'],
            'columns': [
                {'name': 'contract_id', 'type': 'text', 'required': true},
                {'name': 'account_id', 'type': 'text', 'required': true, 'references': 'accounts'},
                {'name': 'opportunity_id', 'type': 'text', 'references': 'opportunities'},
                {'name': 'starts_on', 'type': 'date', 'required': true},
                {'name': 'ends_on', 'type': 'date', 'may_be_open': true, 'not_before': 'starts_on'},
                {'name': 'cancelled_on', 'type': 'date', 'may_be_open': true, 'not_before': 'starts_on'},
                {'name': 'annual_value', 'type': 'money', 'at_least': 0},
                {'name': 'currency', 'type': 'text', 'form': 'currency'},
            ],
        },
        'costs': {
            'key': ['cost_id'],
            'columns': [
                {'name': 'cost_id', 'type': 'text', 'required': true},
                {'name': 'period_from', 'type': 'date', 'required': true},
                {'name': 'period_to', 'type': 'date', 'required': true, 'after': 'period_from'},
                {
                    'name': 'category', 'type': 'text', 'required': true,
                    'accepted': [
                        'technology', 'content', 'advertising', 'events',
                        'agency', 'team_time', 'training', 'change'
                    ]
                },
                {'name': 'segment', 'type': 'text', 'accepted': ['abm', 'non_abm', 'shared']},
                {'name': 'campaign_id', 'type': 'text', 'references': 'campaigns'},
                {'name': 'amount', 'type': 'money', 'required': true, 'at_least': 0},
                {'name': 'currency', 'type': 'text', 'required': true, 'form': 'currency'},
            ],
        },
        'benefits': {
            'key': ['benefit_id'],
            'columns': [
                {'name': 'benefit_id', 'type': 'text', 'required': true},
                {'name': 'period_from', 'type': 'date', 'required': true},
                {'name': 'period_to', 'type': 'date', 'required': true, 'after': 'period_from'},
                {
                    'name': 'category', 'type': 'text', 'required': true,
                    'accepted': ['efficiency', 'churn_saved', 'other']
                },
                {'name': 'segment', 'type': 'text', 'accepted': ['abm', 'non_abm', 'shared']},
                {'name': 'amount', 'type': 'money', 'required': true, 'at_least': 0},
                {'name': 'currency', 'type': 'text', 'required': true, 'form': 'currency'},
            ],
        },
        'survey_responses': {
            'key': ['response_id'],
            'columns': [
                {'name': 'response_id', 'type': 'text', 'required': true},
                {'name': 'wave_on', 'type': 'date', 'required': true},
                {'name': 'respondent_id', 'type': 'text', 'required': true},
                {'name': 'respondent_side', 'type': 'text', 'required': true, 'accepted': ['marketing', 'sales']},
                {'name': 'score', 'type': 'rate', 'not_below': 'scale_min', 'not_above': 'scale_max'},
                {'name': 'scale_min', 'type': 'rate', 'required': true},
                {'name': 'scale_max', 'type': 'rate', 'required': true, 'above': 'scale_min'},
                {'name': 'answered_at', 'type': 'instant'},
            ],
        },
        'fx_rates': {
            'key': ['currency', 'rate_on'],
            'columns': [
                {'name': 'currency', 'type': 'text', 'required': true, 'form': 'currency'},
                {'name': 'rate_on', 'type': 'date', 'required': true},
                {'name': 'rate', 'type': 'rate', 'required': true, 'above_zero': true, 'at_most': 1000000},
                {'name': 'valid_to', 'type': 'date', 'may_be_open': true, 'after': 'rate_on'},
            ],
        },
    }) }}
{%- endmacro -%}
