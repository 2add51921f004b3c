"""Unione Valdarno di prova: a regulation of the performance cycle, as a plugin of merito."""
