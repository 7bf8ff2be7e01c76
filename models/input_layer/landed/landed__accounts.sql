{{ landed_entity('accounts') }}
