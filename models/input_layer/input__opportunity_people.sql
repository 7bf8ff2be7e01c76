{{ input_entity('opportunity_people') }}
