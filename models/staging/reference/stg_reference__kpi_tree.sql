{{ stage_reference('kpi_tree') }}
