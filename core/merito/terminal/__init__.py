"""The command line and the terminal: selection of enti, messages, exit."""
