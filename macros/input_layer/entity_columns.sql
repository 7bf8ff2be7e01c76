{#-
    The shape of each entity of the input layer, once: column, type, whether it is required, the values it may
    take (`accepted` in any spelling of a code, `one_of` to the letter, `list_of` parted by pipes), the entity it
    points to. Staging parses to it, landed__ models check against it, the contract of
    input__ models repeats it in YAML and fails the build when the two differ.
-#}
{%- macro entity_columns(entity) -%}
    {%- set entities = {
        'accounts': [
            {'name': 'account_id', 'type': 'text', 'required': true},
            {'name': 'account_name', 'type': 'text', 'required': true},
            {'name': 'parent_account_id', 'type': 'text', 'references': 'accounts'},
            {'name': 'website', 'type': 'text'},
            {'name': 'email_domains', 'type': 'text'},
            {'name': 'industry', 'type': 'text'},
            {'name': 'employee_count', 'type': 'integer'},
            {'name': 'annual_revenue', 'type': 'money'},
            {'name': 'country_code', 'type': 'text'},
            {'name': 'owner_id', 'type': 'text', 'references': 'users'},
            {'name': 'created_at', 'type': 'instant'},
            {'name': 'deleted_at', 'type': 'instant'},
            {'name': 'merged_into_account_id', 'type': 'text', 'references': 'accounts'},
            {'name': 'crm_url', 'type': 'text'},
            {'name': 'external_ids', 'type': 'text'},
        ],
        'people': [
            {'name': 'person_id', 'type': 'text', 'required': true},
            {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
            {'name': 'email', 'type': 'text'},
            {'name': 'full_name', 'type': 'text'},
            {'name': 'job_title', 'type': 'text'},
            {'name': 'seniority', 'type': 'text'},
            {'name': 'buying_role', 'type': 'text'},
            {'name': 'is_decision_maker', 'type': 'boolean'},
            {'name': 'company_name', 'type': 'text'},
            {'name': 'company_domain', 'type': 'text'},
            {'name': 'lead_status', 'type': 'text'},
            {'name': 'converted_at', 'type': 'instant'},
            {'name': 'created_at', 'type': 'instant'},
            {'name': 'deleted_at', 'type': 'instant'},
            {'name': 'merged_into_person_id', 'type': 'text', 'references': 'people'},
            {'name': 'external_ids', 'type': 'text'},
        ],
        'users': [
            {'name': 'user_id', 'type': 'text', 'required': true},
            {'name': 'email', 'type': 'text'},
            {'name': 'full_name', 'type': 'text'},
            {'name': 'role', 'type': 'text', 'accepted': ['sales', 'sdr', 'marketing', 'executive', 'operations']},
            {'name': 'team', 'type': 'text'},
            {'name': 'manager_user_id', 'type': 'text', 'references': 'users'},
            {'name': 'is_active', 'type': 'boolean'},
        ],
        'program_accounts': [
            {'name': 'account_id', 'type': 'text', 'required': true, 'references': 'accounts'},
            {'name': 'tier', 'type': 'text', 'required': true, 'accepted': ['1', '2', '3', 'unknown']},
            {'name': 'valid_from', 'type': 'date', 'required': true},
            {'name': 'valid_to', 'type': 'date'},
        ],
        'opportunities': [
            {'name': 'opportunity_id', 'type': 'text', 'required': true},
            {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
            {'name': 'name', 'type': 'text'},
            {'name': 'type', 'type': 'text', 'accepted': ['new_business', 'expansion', 'renewal']},
            {'name': 'owner_id', 'type': 'text', 'references': 'users'},
            {'name': 'campaign_id', 'type': 'text'},
            {'name': 'created_at', 'type': 'instant', 'required': true},
            {'name': 'closed_at', 'type': 'instant'},
            {'name': 'close_date', 'type': 'date'},
            {'name': 'is_closed', 'type': 'boolean', 'required': true},
            {'name': 'is_won', 'type': 'boolean', 'required': true},
            {'name': 'amount', 'type': 'money'},
            {'name': 'currency', 'type': 'text', 'form': 'currency'},
            {'name': 'stage', 'type': 'text'},
            {'name': 'probability', 'type': 'rate'},
            {'name': 'lead_source', 'type': 'text'},
            {'name': 'contract_months', 'type': 'integer'},
            {'name': 'deleted_at', 'type': 'instant'},
            {'name': 'external_ids', 'type': 'text'},
        ],
        'opportunity_history': [
            {'name': 'history_id', 'type': 'text'},
            {'name': 'opportunity_id', 'type': 'text', 'required': true, 'references': 'opportunities'},
            {'name': 'changed_at', 'type': 'instant', 'required': true},
            {'name': 'stage', 'type': 'text', 'required': true},
            {'name': 'amount', 'type': 'money'},
            {'name': 'currency', 'type': 'text', 'form': 'currency'},
            {'name': 'probability', 'type': 'rate'},
            {'name': 'close_date', 'type': 'date'},
        ],
        'fx_rates': [
            {'name': 'currency', 'type': 'text', 'required': true, 'form': 'currency'},
            {'name': 'rate_on', 'type': 'date', 'required': true},
            {'name': 'rate', 'type': 'rate', 'required': true, 'above_zero': true},
        ],
        'stage_map': [
            {'name': 'stage', 'type': 'text', 'required': true},
            {
                'name': 'canonical_stage', 'type': 'text', 'required': true,
                'accepted': ['qualification', 'proposal', 'negotiation', 'closed_won', 'closed_lost']
            },
            {'name': 'stage_rank', 'type': 'integer', 'required': true},
            {'name': 'probability', 'type': 'rate', 'required': true},
        ],
        'kpi_catalog': [
            {'name': 'kpi_id', 'type': 'text', 'required': true},
            {'name': 'name_en', 'type': 'text', 'required': true},
            {'name': 'name_fr', 'type': 'text', 'required': true},
            {'name': 'kpi_level', 'type': 'text', 'required': true, 'accepted': ['strategic', 'tactical', 'operational']},
            {
                'name': 'family', 'type': 'text', 'required': true,
                'accepted': ['engagement', 'pipeline', 'revenue_roi', 'alignment']
            },
            {'name': 'cadences', 'type': 'text', 'required': true, 'list_of': period_types()},
            {'name': 'segments', 'type': 'text', 'required': true, 'list_of': segment_types()},
            {'name': 'audience', 'type': 'text', 'required': true},
            {'name': 'unit', 'type': 'text', 'required': true, 'accepted': ['money', 'share', 'days']},
            {'name': 'direction', 'type': 'text', 'required': true, 'accepted': ['up', 'down', 'none']},
            {
                'name': 'estimator', 'type': 'text', 'required': true,
                'accepted': [
                    'sum', 'mean', 'median', 'ratio', 'survival_median', 'cumulative_incidence', 'uplift',
                    'standardised_uplift'
                ]
            },
            {
                'name': 'base_estimator', 'type': 'text', 'required': true,
                'accepted': ['sum', 'mean', 'median', 'ratio', 'survival_median', 'cumulative_incidence']
            },
            {'name': 'comparison', 'type': 'text', 'accepted': ['increase', 'reduction']},
            {
                'name': 'interval_method', 'type': 'text', 'required': true,
                'accepted': ['none', 'wilson', 'normal', 'order_statistic', 'greenwood', 'log_ratio', 'mover']
            },
            {'name': 'horizon_days', 'type': 'integer'},
            {'name': 'counts_abm_only', 'type': 'boolean', 'required': true},
            {'name': 'counts_distinct_entities', 'type': 'boolean', 'required': true},
            {'name': 'min_n', 'type': 'integer'},
            {'name': 'headline_segment_type', 'type': 'text', 'required': true, 'one_of': segment_types()},
            {'name': 'headline_segment_value', 'type': 'text', 'required': true},
            {'name': 'headline_period_type', 'type': 'text', 'required': true, 'one_of': period_types()},
            {'name': 'definition_version', 'type': 'text', 'required': true},
            {'name': 'formula_en', 'type': 'text', 'required': true},
            {'name': 'formula_fr', 'type': 'text', 'required': true},
            {'name': 'action_if_red_en', 'type': 'text', 'required': true},
            {'name': 'action_if_red_fr', 'type': 'text', 'required': true},
        ],
        'kpi_targets': [
            {'name': 'kpi_id', 'type': 'text', 'required': true},
            {'name': 'segment_type', 'type': 'text', 'one_of': segment_types()},
            {'name': 'segment_value', 'type': 'text'},
            {'name': 'period_type', 'type': 'text', 'one_of': period_types()},
            {'name': 'low', 'type': 'rate'},
            {'name': 'high', 'type': 'rate'},
            {'name': 'is_strict', 'type': 'boolean'},
            {'name': 'valid_from', 'type': 'date', 'required': true},
            {'name': 'evidence', 'type': 'text'},
        ],
        'kpi_tree': [
            {'name': 'kpi_id', 'type': 'text', 'required': true},
            {'name': 'parent_kpi_id', 'type': 'text', 'required': true},
            {'name': 'is_sum_of_children', 'type': 'boolean', 'required': true},
        ],
    } -%}
    {{ return(entities[entity]) }}
{%- endmacro -%}


{#- The columns that identify a row of the entity within its source; a row without them is known by its content. -#}
{%- macro entity_key(entity) -%}
    {{ return({
        'accounts': ['account_id'],
        'people': ['person_id'],
        'users': ['user_id'],
        'program_accounts': ['account_id', 'tier', 'valid_from', 'valid_to'],
        'opportunities': ['opportunity_id'],
        'opportunity_history': ['history_id'],
        'fx_rates': ['currency', 'rate_on'],
    }[entity]) }}
{%- endmacro -%}


{#- The entities that land, in the order they are told. -#}
{%- macro landed_entities() -%}
    {{ return(['accounts', 'people', 'users', 'program_accounts', 'opportunities', 'opportunity_history', 'fx_rates']) }}
{%- endmacro -%}
