"""Throw-away plugin: a test of the seam between engine and regulation."""
