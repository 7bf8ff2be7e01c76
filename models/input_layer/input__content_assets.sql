{{ input_entity('content_assets') }}
