{#- The shapes of what the business maintains in seeds/reference; what the entries mean: entity_columns. -#}
{%- macro reference_entities() -%}
    {{ return({
        'stage_map': {
            'key': ['stage'],
            'columns': [
                {'name': 'stage', 'type': 'text', 'required': true},
                {
                    'name': 'canonical_stage', 'type': 'text', 'required': true,
                    'accepted': ['qualification', 'proposal', 'negotiation', 'closed_won', 'closed_lost']
                },
                {'name': 'stage_rank', 'type': 'integer', 'required': true},
                {'name': 'probability', 'type': 'rate', 'required': true},
            ],
        },
        'free_email_domains': {
            'key': ['domain'],
            'columns': [
                {'name': 'domain', 'type': 'text', 'required': true},
                {'name': 'kind', 'type': 'text', 'required': true, 'accepted': ['free', 'isp', 'disposable']},
            ],
        },
        'engagement_weights': {
            'key': ['type', 'valid_from'],
            'columns': [
                {'name': 'type', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'direction', 'type': 'text', 'required': true, 'accepted': ['inbound', 'outbound', 'any']},
                {'name': 'quality', 'type': 'text', 'required': true, 'accepted': ['none', 'standard', 'high']},
                {'name': 'points', 'type': 'rate', 'required': true},
                {'name': 'valid_from', 'type': 'date', 'required': true},
            ],
        },
        'role_weights': {
            'key': ['buying_role', 'valid_from'],
            'columns': [
                {'name': 'buying_role', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'multiplier', 'type': 'rate', 'required': true},
                {'name': 'valid_from', 'type': 'date', 'required': true},
            ],
        },
        'quality_weights': {
            'key': ['quality', 'valid_from'],
            'columns': [
                {'name': 'quality', 'type': 'text', 'required': true, 'accepted': ['none', 'standard', 'high']},
                {'name': 'multiplier', 'type': 'rate', 'required': true},
                {'name': 'valid_from', 'type': 'date', 'required': true},
            ],
        },
        'buying_committee_template': {
            'key': ['tier', 'buying_role', 'valid_from'],
            'columns': [
                {
                    'name': 'tier', 'type': 'text', 'required': true, 'form': 'code',
                    'accepted': ['1', '2', '3']
                },
                {'name': 'buying_role', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'valid_from', 'type': 'date', 'required': true},
                {'name': 'valid_to', 'type': 'date', 'may_be_open': true, 'after': 'valid_from'},
            ],
        },
        'mqa_thresholds': {
            'key': ['tier', 'valid_from'],
            'columns': [
                {
                    'name': 'tier', 'type': 'text', 'required': true, 'form': 'code',
                    'accepted': ['1', '2', '3']
                },
                {'name': 'threshold', 'type': 'rate', 'required': true},
                {'name': 'definition_version', 'type': 'text', 'required': true},
                {'name': 'valid_from', 'type': 'date', 'required': true},
            ],
        },
        'holidays': {
            'key': ['holiday_on', 'holiday'],
            'columns': [
                {'name': 'holiday_on', 'type': 'date', 'required': true},
                {'name': 'holiday', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'region', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'name', 'type': 'text', 'required': true},
            ],
        },
        'machine_user_agents': {
            'key': ['pattern'],
            'columns': [
                {'name': 'pattern', 'type': 'text', 'required': true},
                {'name': 'matching', 'type': 'text', 'required': true, 'accepted': ['exact', 'contains']},
                {
                    'name': 'kind', 'type': 'text', 'required': true,
                    'accepted': ['crawler', 'mail_scanner', 'privacy_proxy']
                },
            ],
        },
        'kpi_catalog': {
            'key': ['kpi_id'],
            'columns': [
                {'name': 'kpi_id', 'type': 'text', 'required': true},
                {'name': 'name_en', 'type': 'text', 'required': true},
                {'name': 'name_fr', 'type': 'text', 'required': true},
                {'name': 'variant_of', 'type': 'text'},
                {'name': 'kpi_level', 'type': 'text', 'required': true, 'accepted': ['strategic', 'tactical', 'operational']},
                {
                    'name': 'family', 'type': 'text', 'required': true,
                    'accepted': ['engagement', 'pipeline', 'revenue_roi', 'alignment']
                },
                {'name': 'cadences', 'type': 'text', 'required': true, 'list_of': period_types()},
                {'name': 'segments', 'type': 'text', 'required': true, 'list_of': segment_types()},
                {'name': 'audience', 'type': 'text', 'required': true},
                {
                    'name': 'unit', 'type': 'text', 'required': true,
                    'accepted': [
                        'money', 'money_per_day', 'share', 'days', 'hours', 'months', 'seconds', 'points', 'per_week',
                        'per_hundred_accounts_and_month', 'per_customer_and_year', 'number',
                    ]
                },
                {'name': 'direction', 'type': 'text', 'required': true, 'accepted': ['up', 'down', 'none']},
                {
                    'name': 'estimator', 'type': 'text', 'required': true,
                    'accepted': [
                        'sum', 'mean', 'median', 'ratio', 'rate', 'survival_median', 'quantile',
                        'cumulative_incidence', 'uplift', 'standardised_uplift', 'retention', 'lifetime_value', 'lifetime_uplift', 'derived'
                    ]
                },
                {
                    'name': 'base_estimator', 'type': 'text', 'required': true,
                    'accepted': [
                        'sum', 'mean', 'median', 'ratio', 'rate', 'survival_median', 'quantile',
                        'cumulative_incidence', 'none'
                    ]
                },
                {'name': 'factors', 'type': 'text'},
                {'name': 'comparison', 'type': 'text', 'accepted': ['increase', 'reduction']},
                {'name': 'compares', 'type': 'text', 'accepted': ['abm', 'change']},
                {
                    'name': 'interval_method', 'type': 'text', 'required': true,
                    'accepted': [
                        'none', 'wilson', 'student_t', 'normal', 'byar', 'order_statistic', 'greenwood', 'log_ratio',
                        'mover'
                    ]
                },
                {'name': 'horizon_days', 'type': 'integer'},
                {'name': 'rate_per', 'type': 'integer'},
                {'name': 'observed_every', 'type': 'text', 'accepted': ['month', 'week', 'day']},
                {'name': 'counts_abm_only', 'type': 'boolean', 'required': true},
                {'name': 'counts_distinct_entities', 'type': 'boolean', 'required': true},
                {'name': 'min_n', 'type': 'integer'},
                {'name': 'tile_position', 'type': 'integer', 'above_zero': true},
                {'name': 'headline_segment_type', 'type': 'text', 'required': true, 'one_of': segment_types()},
                {'name': 'headline_segment_value', 'type': 'text', 'required': true},
                {'name': 'headline_period_type', 'type': 'text', 'required': true, 'one_of': period_types()},
                {'name': 'definition_version', 'type': 'text', 'required': true},
                {'name': 'formula_en', 'type': 'text', 'required': true},
                {'name': 'formula_fr', 'type': 'text', 'required': true},
                {'name': 'action_if_red_en', 'type': 'text', 'required': true},
                {'name': 'action_if_red_fr', 'type': 'text', 'required': true},
            ],
        },
        'kpi_targets': {
            'columns': [
                {'name': 'kpi_id', 'type': 'text', 'required': true},
                {'name': 'segment_type', 'type': 'text', 'one_of': segment_types()},
                {'name': 'segment_value', 'type': 'text'},
                {'name': 'period_type', 'type': 'text', 'one_of': period_types()},
                {'name': 'low', 'type': 'rate'},
                {'name': 'high', 'type': 'rate', 'not_below': 'low'},
                {'name': 'is_strict', 'type': 'boolean'},
                {'name': 'valid_from', 'type': 'date', 'required': true},
                {'name': 'evidence', 'type': 'text'},
            ],
        },
        'check_severity': {
            'columns': [
                {'name': 'check_name', 'type': 'text', 'required': true, 'one_of': severity_checks() | list},
                {'name': 'source_name', 'type': 'text'},
                {'name': 'table_name', 'type': 'text'},
                {'name': 'severity', 'type': 'text', 'required': true, 'accepted': ['error', 'warn', 'note', 'off']},
                {'name': 'limit_value', 'type': 'rate'},
            ],
        },
        'kpi_tree': {
            'key': ['kpi_id', 'parent_kpi_id'],
            'columns': [
                {'name': 'kpi_id', 'type': 'text', 'required': true},
                {'name': 'parent_kpi_id', 'type': 'text', 'required': true},
                {'name': 'is_sum_of_children', 'type': 'boolean', 'required': true},
            ],
        },
    }) }}
{%- endmacro -%}
