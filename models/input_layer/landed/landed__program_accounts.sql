{{ landed_entity('program_accounts') }}
