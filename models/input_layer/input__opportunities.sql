{{ input_entity('opportunities') }}
