{{ landed_entity('survey_responses') }}
