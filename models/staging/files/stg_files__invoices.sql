{{ stage_file('invoices') }}
