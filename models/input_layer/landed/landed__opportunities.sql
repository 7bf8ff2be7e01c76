{{ landed_entity('opportunities', ['stg_salesforce__opportunity', 'stg_files__opportunities']) }}
