"""What people bring: bytes, document versions, statements, imports."""
