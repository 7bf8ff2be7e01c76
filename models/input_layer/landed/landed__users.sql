{{ landed_entity('users', ['stg_salesforce__user', 'stg_files__users']) }}
