"""Titolo III, arts. 14-16 and 18-26: prizes of groups and individuals, result pay, and the resources for all."""
