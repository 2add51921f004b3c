"""Titolo II: the evaluation of people, by whom and on what (arts. 11-13), and what an appeal makes of it."""
