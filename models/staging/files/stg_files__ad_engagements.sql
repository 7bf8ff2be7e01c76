{{ stage_file('ad_engagements') }}
