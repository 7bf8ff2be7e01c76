{{ input_entity('campaigns') }}
