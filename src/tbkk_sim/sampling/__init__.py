"""All that is random, drawn before the clock starts, from named streams."""
