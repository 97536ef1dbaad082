"""What crosses a process boundary: event bodies, the envelope, topics, the partition rule.

Pydantic models and pure functions only: nothing here opens a file, a socket or reads a clock.
Every body is shown by example in `docs/events.md`, which is generated from these models.
"""
