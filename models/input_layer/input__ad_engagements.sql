{{ input_entity('ad_engagements') }}
