{{ stage_file('survey_responses') }}
