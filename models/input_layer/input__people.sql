{{ input_entity('people') }}
