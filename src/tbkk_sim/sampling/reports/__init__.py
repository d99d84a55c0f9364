"""Reports and their casework, drawn before the clock starts."""
