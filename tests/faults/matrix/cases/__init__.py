"""One fault to a file: `NAME`, and `run(stack, scale)` which gives its outcome."""
