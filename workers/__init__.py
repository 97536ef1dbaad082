"""Everything that touches the world, in the order data flows: sources, log, matching, views, surfaces."""
