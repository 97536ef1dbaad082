"""The rules a journey must meet, one per file, each with the reason it gives when none does."""
