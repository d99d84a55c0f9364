"""The chain after a case, and the milestones on the way to it."""
