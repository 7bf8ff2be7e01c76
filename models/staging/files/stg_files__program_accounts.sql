{{ stage_file('program_accounts') }}
