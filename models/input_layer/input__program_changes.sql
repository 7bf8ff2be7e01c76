{{ input_entity('program_changes') }}
