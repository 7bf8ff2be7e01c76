{{ input_entity('costs') }}
