{{ input_entity('campaign_members') }}
