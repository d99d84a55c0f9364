"""What comes after a case and the milestones on the way, and the laboratory that its work waits for."""
