{{ stage_file('program_changes') }}
