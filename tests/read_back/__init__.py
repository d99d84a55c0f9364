"""Pages are read back: what is printed under a heading, against the tidy table, by other code than that which "
"prints."""
