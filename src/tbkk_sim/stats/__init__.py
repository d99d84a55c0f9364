"""Intervals, paired comparison, selection of the best, precision and variance reduction."""
