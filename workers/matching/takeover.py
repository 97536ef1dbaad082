"""Taking over a partition that is already fenced: fold what its owners decided and consumed."""

from contracts.topics import INPUT_TOPICS, Topic
from workers.log.port import EventLog, Positions
from workers.matching.decider import DeciderClient

_PAGE = 1000


async def replay(log: EventLog, partition: int, decider: DeciderClient) -> Positions:
    """Bring an empty decider to the last commit and return where the inputs go on.

    First the matches to their end, then the inputs up to the committed positions. Nobody else can
    commit meanwhile, because the epoch was raised before. Nothing is decided again.
    """
    ends = await log.ends(partition)
    await _replay_topic(log, Topic.MATCHES, partition, ends[Topic.MATCHES], decider)
    positions = await log.committed(partition)
    for topic in INPUT_TOPICS:
        await _replay_topic(log, topic, partition, positions[topic], decider)
    return positions


async def _replay_topic(log: EventLog, topic: Topic, partition: int, end: int, decider: DeciderClient) -> None:
    offset = 0
    while offset < end:
        page = [r for r in await log.read(topic, partition, offset, _PAGE) if r.offset < end]
        if not page:
            return  # a log may count more than records, such as its transactions' marks
        await decider.replay(page)
        offset = page[-1].offset + 1
