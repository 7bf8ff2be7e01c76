{{ input_reference('mqa_thresholds') }}
