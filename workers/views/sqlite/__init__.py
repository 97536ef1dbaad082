"""The embedded read model: one SQLite file beside the log. Deleting it costs the time to read the log again."""
