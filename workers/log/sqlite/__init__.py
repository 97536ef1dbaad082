"""The embedded event log: one SQLite file, durable, shared by several processes of one machine."""
