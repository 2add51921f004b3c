"""Questions about implausible but well-formed data, for all regulations; an ente may confirm the data."""
