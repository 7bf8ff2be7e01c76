{{ input_reference('free_email_domains') }}
