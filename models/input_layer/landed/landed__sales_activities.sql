{{ landed_entity('sales_activities') }}
