"""Passengers first: how full buses get, as quantiles, and what that leaves for parcels.

`read_rows` understands the file, `bind` resolves its names, `offered` takes the reserve from an offer.
"""
