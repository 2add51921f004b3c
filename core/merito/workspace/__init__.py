"""Reads configs and tables of an association and its enti, and reports all errors together."""
