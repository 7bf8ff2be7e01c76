{{ input_entity('survey_responses') }}
