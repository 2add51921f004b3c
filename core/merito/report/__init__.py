"""What people look at: the table of a run, the way of a figure back to its rows."""
