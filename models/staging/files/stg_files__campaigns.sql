{{ stage_file('campaigns') }}
