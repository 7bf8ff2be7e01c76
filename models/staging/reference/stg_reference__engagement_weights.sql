{{ stage_reference('engagement_weights') }}
