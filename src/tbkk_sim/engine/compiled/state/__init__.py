"""The state of the compiled engine: its records, their layout, the agenda and the event log."""
