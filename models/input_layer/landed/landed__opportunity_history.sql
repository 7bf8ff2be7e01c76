{{ landed_entity('opportunity_history') }}
