{{ input_entity('fx_rates') }}
