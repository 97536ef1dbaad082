"""The matching worker: owns partitions, polls, has its decider decide, commits, and only then tells.

`worker` runs in the I/O process and `loop` once per partition there; `commit` holds the numbered
steps; the state lives behind `decider_process`, in a process of its own.
"""
