"""Titolo III, art. 17: the merit bands, who is in them, and the annual prize that they give."""
