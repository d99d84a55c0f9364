"""The questions of tuning, one module each."""
