{{ stage_file('people') }}
