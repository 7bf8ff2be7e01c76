{{ input_entity('account_statuses') }}
