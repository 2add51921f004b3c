"""Results out: tables, workbooks, pages and summary of every ente, whole or not at all; all enti side by side."""
