{{ stage_file('benefits') }}
