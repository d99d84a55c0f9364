"""What the words of the model mean: calendar, rules and events, as pure values and functions."""
