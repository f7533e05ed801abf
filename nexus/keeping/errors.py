"""What an operator reads when a backup or a restore is refused."""


class Refused(Exception):
    """Nothing was written; the text says what is wrong and what to do."""
