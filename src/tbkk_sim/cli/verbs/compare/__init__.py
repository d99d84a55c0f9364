"""The verb `compare`: its words, its flags, the runs that it makes, and the cases that it follows."""
