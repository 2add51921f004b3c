"""Amendments of the plan: their proceedings, and the plan with those in it that count."""
