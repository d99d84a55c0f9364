"""Comparison of runs: paired replications, differences, and their explanation."""
