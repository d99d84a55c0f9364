"""The table behind each figure, in words and numbers as a reader sees them: mean (band of single replications)."""
