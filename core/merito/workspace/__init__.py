"""Config and tables in, results out: what an ente writes and what it gets back."""
