{{ stage_reference('kpi_catalog') }}
