{{ stage_file('sales_activities') }}
