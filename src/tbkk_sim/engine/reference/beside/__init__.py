"""Processes beside those of reports and members: the office, the steering group and the laboratory."""
