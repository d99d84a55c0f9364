"""What the words of the model mean: calendar, rules and facts, as pure values and functions."""
