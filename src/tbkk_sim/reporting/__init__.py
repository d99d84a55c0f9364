"""From a run folder to something to read."""
