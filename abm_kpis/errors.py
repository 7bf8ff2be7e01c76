"""The one error that a user is meant to read."""


class AbmError(Exception):
    """Something the user can mend; the message is a plain sentence that says what and how."""
