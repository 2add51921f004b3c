"""The command line and the terminal: what is asked for there, what is said, how a command ends."""
