"""The chain around the teams, in a report of a run."""
