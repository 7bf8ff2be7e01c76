{{ landed_entity('interactions') }}
