{{ landed_entity('person_employers') }}
