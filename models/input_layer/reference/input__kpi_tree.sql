{{ input_reference('kpi_tree') }}
