{{ input_entity('opportunity_history') }}
