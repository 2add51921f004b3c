"""Evaluation: who evaluates whom, the factors, everybody's score (arts. 6, 16, 19, 28, 35, 42-45)."""
