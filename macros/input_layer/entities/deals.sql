{#- The shapes of opportunities and what becomes of them; what the entries mean: entity_columns. -#}
{%- macro deals_entities() -%}
    {{ return({
        'opportunities': {
            'key': ['opportunity_id'],
            'columns': [
                {'name': 'opportunity_id', 'type': 'text', 'required': true},
                {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'name', 'type': 'text'},
                {'name': 'type', 'type': 'text', 'accepted': ['new_business', 'expansion', 'renewal']},
                {'name': 'owner_id', 'type': 'text', 'references': 'users'},
                {'name': 'campaign_id', 'type': 'text', 'references': 'campaigns'},
                {'name': 'created_at', 'type': 'instant', 'required': true},
                {'name': 'closed_at', 'type': 'instant'},
                {'name': 'close_date', 'type': 'date'},
                {'name': 'is_closed', 'type': 'boolean', 'required': true},
                {'name': 'is_won', 'type': 'boolean', 'required': true},
                {
                    'name': 'amount', 'type': 'money', 'at_least': 0,
                    'unless': {'column': 'type', 'among': ['expansion', 'renewal'], 'text': 'renewal or an expansion'}
                },
                {'name': 'currency', 'type': 'text', 'form': 'currency'},
                {'name': 'stage', 'type': 'text'},
                {'name': 'probability', 'type': 'rate', 'at_least': 0, 'at_most': 100},
                {'name': 'lead_source', 'type': 'text'},
                {'name': 'contract_months', 'type': 'integer', 'at_most': 600},
                {'name': 'deleted_at', 'type': 'instant'},
                {'name': 'external_ids', 'type': 'text'},
            ],
        },
        'opportunity_history': {
            'key': ['history_id'],
            'columns': [
                {'name': 'history_id', 'type': 'text'},
                {'name': 'opportunity_id', 'type': 'text', 'required': true, 'references': 'opportunities'},
                {'name': 'changed_at', 'type': 'instant', 'required': true},
                {'name': 'stage', 'type': 'text', 'required': true},
                {'name': 'amount', 'type': 'money', 'at_least': 0, 'currency_of': 'opportunity_id'},
                {'name': 'currency', 'type': 'text', 'form': 'currency'},
                {'name': 'probability', 'type': 'rate', 'at_least': 0, 'at_most': 100},
                {'name': 'close_date', 'type': 'date'},
            ],
        },
        'opportunity_people': {
            'key': ['opportunity_id', 'person_id', 'role'],
            'columns': [
                {'name': 'opportunity_id', 'type': 'text', 'required': true, 'references': 'opportunities'},
                {'name': 'person_id', 'type': 'text', 'required': true, 'references': 'people'},
                {'name': 'role', 'type': 'text'},
                {'name': 'is_primary', 'type': 'boolean'},
            ],
        },
        'sales_activities': {
            'key': ['activity_id'],
            'columns': [
                {'name': 'activity_id', 'type': 'text'},
                {'name': 'occurred_at', 'type': 'instant', 'required': true},
                {
                    'name': 'type', 'type': 'text', 'required': true,
                    'accepted': ['call', 'meeting', 'email', 'message', 'task']
                },
                {'name': 'direction', 'type': 'text', 'accepted': ['inbound', 'outbound']},
                {'name': 'user_id', 'type': 'text', 'references': 'users'},
                {'name': 'person_id', 'type': 'text', 'references': 'people'},
                {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'opportunity_id', 'type': 'text', 'references': 'opportunities'},
                {'name': 'is_automated', 'type': 'boolean'},
                {'name': 'is_completed', 'type': 'boolean'},
                {'name': 'completed_at', 'type': 'instant'},
                {'name': 'due_at', 'type': 'instant'},
                {'name': 'subject', 'type': 'text', 'personal': 'text'},
            ],
        },
    }) }}
{%- endmacro -%}
