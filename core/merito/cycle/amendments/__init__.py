"""Amendments of the plan: their proceedings, and the amended plan."""
