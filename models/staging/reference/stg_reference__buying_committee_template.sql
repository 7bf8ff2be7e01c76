{{ stage_reference('buying_committee_template') }}
