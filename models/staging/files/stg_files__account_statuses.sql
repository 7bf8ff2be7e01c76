{{ stage_file('account_statuses') }}
