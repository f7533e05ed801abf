"""The GraphQL face at /graphql."""
