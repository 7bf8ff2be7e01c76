{{ stage_file('contracts') }}
