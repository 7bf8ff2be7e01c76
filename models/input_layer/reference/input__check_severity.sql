{{ input_reference('check_severity') }}
