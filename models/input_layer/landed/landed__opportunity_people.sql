{{ landed_entity('opportunity_people') }}
