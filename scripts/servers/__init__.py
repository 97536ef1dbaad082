"""Real servers for tests and demonstrations: one Apache Kafka broker and one Redis on free ports of this machine.

They run in Docker if an engine answers, otherwise as plain processes: Kafka from its Maven artifacts with Java, Redis
from `redis-server` or `valkey-server` on the PATH or from Debian's package. Everything here needs Python alone.
What a server writes is in a temporary folder that goes with it, and no server outlives the process that started it.
"""
