"""All enti of a workspace side by side: the measures, the files, the page, the end of a run."""
