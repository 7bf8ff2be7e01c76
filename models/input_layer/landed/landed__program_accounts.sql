{{ landed_entity('program_accounts', ['stg_files__program_accounts']) }}
