"""The Plan: its acts, its tree of objectives, what it must contain, its grades (SMVP, Premessa, par. 1-3, 6.1, 7)."""
