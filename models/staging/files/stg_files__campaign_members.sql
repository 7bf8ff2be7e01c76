{{ stage_file('campaign_members') }}
