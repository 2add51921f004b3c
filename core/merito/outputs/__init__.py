"""Writes results: tables, workbooks, pages and summary of every ente, complete or not at all."""
