"""Timetables as events: the area, its zones and places, then each feed's trips date by date."""
