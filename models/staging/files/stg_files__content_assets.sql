{{ stage_file('content_assets') }}
