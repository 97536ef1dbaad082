"""The decision: pure functions and columns. No clock, environment, files, sockets, threads or logging."""
