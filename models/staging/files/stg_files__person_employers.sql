{{ stage_file('person_employers') }}
