{{ stage_file('opportunity_people') }}
