"""The remedy: the smallest change of one field of a request under which it fits what the plan left free.

Smallest is decided field by field; which field is tried first depends on the reason (`order`). Everything
is asked of the journey search itself, on the residual capacity, before it is said.
"""
