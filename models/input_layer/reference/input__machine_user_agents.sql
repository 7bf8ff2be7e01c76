{{ input_reference('machine_user_agents') }}
