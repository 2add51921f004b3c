"""Reads the amendments of the plan, and holds them against it."""
