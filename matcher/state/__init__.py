"""What the matcher knows of an area: the fold of its events, kept as columns and small records."""
