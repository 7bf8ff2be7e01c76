{{ input_entity('contracts') }}
