"""The least that Django, DRF and graphene-django do for the same pages: what the hub is held to."""
