"""What the read model answers, told: to people in sentences and tables, to programs as JSON.

Local times with their offset begin here; inside, instants are seconds since 1970.
"""
