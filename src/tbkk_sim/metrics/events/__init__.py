"""The event log sorted out: cases, tasks, backlog and service intervals."""
