{{ input_reference('quality_weights') }}
