"""Trying a plan against chance: passengers as a forecast lets one expect them."""
