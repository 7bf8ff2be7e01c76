{{ stage_file('accounts') }}
