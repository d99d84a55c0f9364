"""Posts, people, absence and shifts, drawn before the clock starts."""
