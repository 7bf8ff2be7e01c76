{{ input_reference('role_weights') }}
