{{ landed_entity('opportunity_history', ['stg_salesforce__opportunity_history', 'stg_files__opportunity_history']) }}
