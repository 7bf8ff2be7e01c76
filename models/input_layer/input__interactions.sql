{{ input_entity('interactions') }}
