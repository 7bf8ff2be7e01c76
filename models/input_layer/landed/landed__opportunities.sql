{{ landed_entity('opportunities') }}
