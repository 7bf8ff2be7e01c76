{{ landed_entity('invoices') }}
