{{ landed_entity('contracts') }}
