"""The model as pure values and functions: calendar, rules and events."""
