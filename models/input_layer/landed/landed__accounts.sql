{{ landed_entity('accounts', ['stg_salesforce__account', 'stg_files__accounts']) }}
