{{ input_reference('stage_map') }}
