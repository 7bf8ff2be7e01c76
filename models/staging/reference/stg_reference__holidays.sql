{{ stage_reference('holidays') }}
