{{ stage_file('opportunities') }}
