{{ stage_file('opportunity_history') }}
