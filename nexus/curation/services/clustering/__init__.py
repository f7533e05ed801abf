"""Clusters as rows: worked out whole by a fit, mended in place by what comes after it."""
