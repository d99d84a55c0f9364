"""The answers of tuning, as answer.json holds them and reports read them."""
