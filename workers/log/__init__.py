"""The event log: the port every adapter keeps to, one in memory, one on SQLite (several processes, one file)."""
