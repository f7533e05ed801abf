"""Measurements, apart from the tests: `make bench` and others print them. They assert nothing."""
