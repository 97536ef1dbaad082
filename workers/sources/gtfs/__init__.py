"""The GTFS reader: a feed (zip or folder) becomes a `Feed`; one file here per file there.

    source -> encoding -> table -> agency, stops, routes, calendar, calendar_dates, trips, frequencies, stop_times
           -> trip_calls (interpolation, distance) -> schedule -> feed

A row that cannot be used becomes a finding; a feed that cannot be used raises InputError.
"""
