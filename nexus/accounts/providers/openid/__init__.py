"""OpenID Connect by the book: a nonce, a signature that is checked, one subject."""
