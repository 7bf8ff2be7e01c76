{{ input_reference('kpi_targets') }}
