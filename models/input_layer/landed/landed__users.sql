{{ landed_entity('users') }}
