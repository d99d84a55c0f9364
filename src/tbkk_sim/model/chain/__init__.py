"""Links after a case and milestones on the way there, and the laboratory that its work waits for."""
