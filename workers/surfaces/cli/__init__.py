"""The command line: one command per file, named like the command."""
