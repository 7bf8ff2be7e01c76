{#- The shapes of accounts, people, and who the CRM's users are; what the entries mean: entity_columns. -#}
{%- macro accounts_and_people_entities() -%}
    {{ return({
        'accounts': {
            'key': ['account_id'],
            'columns': [
                {'name': 'account_id', 'type': 'text', 'required': true},
                {'name': 'account_name', 'type': 'text', 'required': true},
                {'name': 'parent_account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'website', 'type': 'text'},
                {'name': 'email_domains', 'type': 'text', 'form': 'domains'},
                {'name': 'industry', 'type': 'text'},
                {'name': 'employee_count', 'type': 'integer', 'at_least': 0, 'at_most': 10000000},
                {'name': 'annual_revenue', 'type': 'money', 'at_least': 0},
                {'name': 'country_code', 'type': 'country'},
                {'name': 'owner_id', 'type': 'text', 'references': 'users'},
                {'name': 'created_at', 'type': 'instant'},
                {'name': 'deleted_at', 'type': 'instant'},
                {'name': 'merged_into_account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'crm_url', 'type': 'text'},
                {'name': 'external_ids', 'type': 'text'},
            ],
        },
        'people': {
            'key': ['person_id'],
            'columns': [
                {'name': 'person_id', 'type': 'text', 'required': true},
                {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'email', 'type': 'text', 'form': 'email', 'personal': 'address'},
                {'name': 'full_name', 'type': 'text', 'personal': 'fact'},
                {'name': 'job_title', 'type': 'text', 'personal': 'fact'},
                {'name': 'seniority', 'type': 'text', 'personal': 'fact'},
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
        },
        'person_employers': {
            'key': ['person_id', 'account_id', 'valid_from', 'valid_to'],
            'columns': [
                {'name': 'person_id', 'type': 'text', 'required': true, 'references': 'people'},
                {'name': 'account_id', 'type': 'text', 'required': true, 'references': 'accounts'},
                {'name': 'valid_from', 'type': 'date', 'required': true},
                {'name': 'valid_to', 'type': 'date', 'may_be_open': true, 'after': 'valid_from'},
            ],
        },
        'users': {
            'key': ['user_id'],
            'columns': [
                {'name': 'user_id', 'type': 'text', 'required': true},
                {'name': 'email', 'type': 'text'},
                {'name': 'full_name', 'type': 'text'},
                {'name': 'role', 'type': 'text', 'accepted': ['sales', 'sdr', 'marketing', 'executive', 'operations']},
                {'name': 'team', 'type': 'text'},
                {'name': 'manager_user_id', 'type': 'text', 'references': 'users'},
                {'name': 'is_active', 'type': 'boolean'},
            ],
        },
        'program_accounts': {
            'key': ['account_id', 'tier', 'valid_from', 'valid_to'],
            'columns': [
                {'name': 'account_id', 'type': 'text', 'required': true, 'references': 'accounts'},
                {'name': 'tier', 'type': 'text', 'required': true, 'accepted': ['1', '2', '3', 'unknown']},
                {'name': 'valid_from', 'type': 'date', 'required': true},
                {'name': 'valid_to', 'type': 'date', 'may_be_open': true, 'after': 'valid_from'},
            ],
        },
        'account_statuses': {
            'key': ['account_id', 'changed_at', 'status'],
            'columns': [
                {'name': 'account_id', 'type': 'text', 'required': true, 'references': 'accounts'},
                {'name': 'changed_at', 'type': 'instant', 'required': true},
                {
                    'name': 'status', 'type': 'text', 'required': true,
                    'accepted': ['mqa', 'sent_to_sales', 'accepted', 'rejected', 'sqa']
                },
                {'name': 'reason', 'type': 'text'},
                {'name': 'user_id', 'type': 'text', 'references': 'users'},
            ],
        },
        'erasure_requests': {
            'key': ['person_id', 'email', 'requested_at'],
            'columns': [
                {'name': 'person_id', 'type': 'text', 'required_without': 'email'},
                {'name': 'email', 'type': 'text', 'form': 'email', 'personal': 'address'},
                {'name': 'requested_at', 'type': 'instant', 'required': true},
            ],
        },
    }) }}
{%- endmacro -%}
