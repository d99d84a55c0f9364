"""How time passes: a deterministic function from world and rules to facts."""
