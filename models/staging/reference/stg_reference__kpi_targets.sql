{{ stage_reference('kpi_targets') }}
