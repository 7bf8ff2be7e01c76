{{ input_reference('holidays') }}
