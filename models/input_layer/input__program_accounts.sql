{{ input_entity('program_accounts') }}
