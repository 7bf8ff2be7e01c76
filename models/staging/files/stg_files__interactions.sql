{{ stage_file('interactions') }}
