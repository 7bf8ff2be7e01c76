{{ stage_reference('quality_weights') }}
