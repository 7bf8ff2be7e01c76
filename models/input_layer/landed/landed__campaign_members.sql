{{ landed_entity('campaign_members') }}
