{{ input_entity('erasure_requests') }}
