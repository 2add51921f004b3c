"""Simulations: the supposed values, where their results are, and how they are compared with real ones."""
