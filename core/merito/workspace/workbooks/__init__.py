"""Workbooks, xlsx and ods: reads their sheets in a separate process and within limits."""
