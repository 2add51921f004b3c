"""The ratings of a year, collected from who gives them: a workbook for each evaluator, and back."""
