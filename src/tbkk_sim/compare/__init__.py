"""Comparison of runs: paired replications, differences, and what explains them."""
