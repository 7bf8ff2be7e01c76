{{ landed_entity('campaigns') }}
