"""What a store of buckets says when it does not answer."""


class StoreAway(Exception):
    """The buckets of all processes cannot be asked."""
