"""The bundled sample regions: a GTFS folder, freight.yaml and parcels.csv each, for the demo and for trials.

Made by this project from facts (towns, coordinates, plausible lines and times). They are
illustrative: no operator's real timetable, no measured hold, no real parcel.
"""
