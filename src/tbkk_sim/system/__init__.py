"""The operating system and the machine: files put in place whole, locks, signals, fingerprints of code and packages."""
