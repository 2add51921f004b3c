"""What the pages show of a computed record, as plain values that cross from another process."""
