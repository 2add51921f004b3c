"""What is well formed and can hardly be meant: it is asked about, for all regulations, and an ente may confirm it."""
