{{ landed_entity('fx_rates', ['stg_files__fx_rates']) }}
