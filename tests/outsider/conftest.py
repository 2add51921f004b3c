"""The plugin's own tests run in a process of their own, where it is installed."""

collect_ignore = ["tests"]
