{{ landed_entity('costs') }}
