{{ landed_entity('people') }}
