"""All enti of a workspace side by side: what is compared, the files, the page, the end of a run."""
