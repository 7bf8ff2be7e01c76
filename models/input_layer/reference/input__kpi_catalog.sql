{{ input_reference('kpi_catalog') }}
