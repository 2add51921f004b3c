"""The interface between engine and regulation: hooks, the `Step` that rules get, the declarations of a layer."""
