"""Titolo I: the Plan and the Relazione, objectives and indicators, how far units reach the PEG (arts. 2-8)."""
