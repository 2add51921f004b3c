"""Workbooks, xlsx and ods: what their sheets hold, read apart and within limits."""
