"""Processes of the office, the steering group and the laboratory; those of reports and members are a level up."""
