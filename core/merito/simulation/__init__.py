"""What a command is asked to suppose, where its results lie, and how they are held against real ones."""
