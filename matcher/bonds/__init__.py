"""Parcels that come after others, and consignments: who is decided on before whom, and with whom."""
