{{ landed_entity('ad_engagements') }}
