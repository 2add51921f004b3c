"""Reads the amendments of the plan, and checks them against it."""
