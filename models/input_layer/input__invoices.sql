{{ input_entity('invoices') }}
