"""The second factor: what allauth.mfa keeps, asks and tells, as this hub has it."""
