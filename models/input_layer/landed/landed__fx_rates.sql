{{ landed_entity('fx_rates') }}
