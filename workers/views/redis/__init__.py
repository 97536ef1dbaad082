"""The read model in Redis or Valkey, for services that outgrow one machine.

It may be emptied at any moment: the projector notices and fills it again from the log. All keys of an
app begin with the same hash tag. Tables are hashes, indexes are sorted sets whose members all have
the score 0 and are found by how they begin, and the decisions of a partition are a stream whose ids are
the offsets of the log.
"""
