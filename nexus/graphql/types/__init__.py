"""The words of the product as GraphQL types."""
