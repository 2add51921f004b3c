"""The base layer: D.Lgs. 150/2009 as a plugin like any other, found through its entry point."""
