"""The event log: the port every adapter keeps to; one in memory, one on SQLite (a file), one on Kafka (many machines)."""
