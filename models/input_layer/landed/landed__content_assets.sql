{{ landed_entity('content_assets') }}
