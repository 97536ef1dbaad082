"""freight.yaml: what GTFS has no field for, in user units at the edge and wire units inside.

`read` understands the file, `bind` resolves its names against the feeds of the area.
"""
