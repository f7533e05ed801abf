"""Measurements, apart from the tests: `make bench` prints them. Nothing here asserts."""
