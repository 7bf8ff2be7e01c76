{{ input_entity('sales_activities') }}
