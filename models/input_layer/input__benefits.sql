{{ input_entity('benefits') }}
