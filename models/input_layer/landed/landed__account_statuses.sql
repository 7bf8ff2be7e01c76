{{ landed_entity('account_statuses') }}
