"""Measurement shared by all regulations: the grade of an indicator, and means that never count a missing value as zero.

A regulation calls these functions with the ids of its own rules.
"""
