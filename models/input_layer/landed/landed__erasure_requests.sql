{{ landed_entity('erasure_requests') }}
