{{ stage_file('fx_rates') }}
