{{ stage_reference('mqa_thresholds') }}
