{{ input_entity('person_employers') }}
