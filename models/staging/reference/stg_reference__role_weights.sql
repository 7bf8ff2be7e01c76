{{ stage_reference('role_weights') }}
