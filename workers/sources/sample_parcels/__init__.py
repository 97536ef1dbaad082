"""Plausible parcels for a feed, for trials and benchmarks: seeded, the same seed gives the same parcels."""
