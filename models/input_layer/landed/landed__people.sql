{{ landed_entity('people', ['stg_salesforce__contact', 'stg_files__people']) }}
