{{ stage_file('users') }}
