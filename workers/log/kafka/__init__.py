"""The event log on Apache Kafka, by aiokafka: one transactional producer per owned partition, one group that shares them.

What is decided here and why: docs/decisions/009-kafka-transactions.md.
"""
