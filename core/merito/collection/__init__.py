"""Collects the ratings of a year: a workbook for each evaluator, and reading it back."""
