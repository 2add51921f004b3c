"""Results in Italian words, for files, pages, explanations and the terminal."""
