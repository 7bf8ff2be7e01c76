{{ stage_reference('stage_map') }}
