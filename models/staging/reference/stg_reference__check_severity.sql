{{ stage_reference('check_severity') }}
