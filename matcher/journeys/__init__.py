"""Which journeys a parcel could take: the network they run on, the question, the search."""
