"""The contract between the engine and a regulation: hooks, what a rule is given, what a layer declares."""
