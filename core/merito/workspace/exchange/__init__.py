"""Exchanges the tables of an ente with its office: what is held, what is given, what would change, what is replaced."""
