{{ stage_file('erasure_requests') }}
