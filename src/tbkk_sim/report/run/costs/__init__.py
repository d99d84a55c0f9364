"""Costs of a run: a table, sentences, and what a million euros brings."""
