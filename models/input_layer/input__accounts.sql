{{ input_entity('accounts') }}
