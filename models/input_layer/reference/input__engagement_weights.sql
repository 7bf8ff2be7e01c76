{{ input_reference('engagement_weights') }}
