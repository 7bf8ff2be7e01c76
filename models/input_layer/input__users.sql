{{ input_entity('users') }}
