"""What is scarce: compartments by segment, hub storage by instant, handling seconds by call.

All rows of all families stand in one vector (`capacity.Capacity`), so that taking, giving back,
asking for room and building a model are the same few lines for each.
"""
