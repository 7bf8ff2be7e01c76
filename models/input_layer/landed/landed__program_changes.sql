{{ landed_entity('program_changes') }}
