"""Config and tables in: what an association and its enti write, read whole, with all that is wrong in it."""
