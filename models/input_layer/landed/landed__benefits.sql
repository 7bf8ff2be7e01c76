{{ landed_entity('benefits') }}
