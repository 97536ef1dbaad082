"""What publishes events: timetables from GTFS and freight.yaml, parcels from CSV."""
