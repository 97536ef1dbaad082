"""Taking over a partition that is already fenced: fold what its owners decided and consumed."""

from contracts.topics import INPUT_TOPICS, Topic
from workers.log.port import EventLog, Positions
from workers.matching.decider import DeciderClient
from workers.matching.snapshots import SnapshotStore

_PAGE = 1000


async def replay(log: EventLog, partition: int, decider: DeciderClient, snapshots: SnapshotStore) -> Positions:
    """Bring an empty decider to the last commit and return where the inputs go on.

    First the matches to their end, then the inputs up to the committed positions, both from where a
    snapshot that fits leaves off. Nobody else can commit meanwhile, because the epoch was raised
    before. Nothing is decided again.
    """
    matches = (await log.ends(partition))[Topic.MATCHES]
    positions = await log.committed(partition)
    begin = await _restore(log, partition, decider, snapshots, {**positions, Topic.MATCHES: matches})
    for topic, end in ((Topic.MATCHES, matches), *((topic, positions[topic]) for topic in INPUT_TOPICS)):
        await _replay_topic(log, topic, partition, range(begin.get(topic, 0), end), decider)
    return positions


async def _restore(
    log: EventLog, partition: int, decider: DeciderClient, snapshots: SnapshotStore, ends: Positions
) -> Positions:
    """Take what a snapshot holds; returns where the replay begins."""
    snapshot = await snapshots.load(partition)
    if snapshot is None or not await snapshot.fits(log, partition, ends):
        return {}
    return snapshot.positions if await decider.restore(snapshot.state) else {}


async def _replay_topic(log: EventLog, topic: Topic, partition: int, offsets: range, decider: DeciderClient) -> None:
    offset = offsets.start
    while offset < offsets.stop:
        page = [r for r in await log.read(topic, partition, offset, _PAGE) if r.offset < offsets.stop]
        if not page:
            return  # a log may count more than records, such as its transactions' marks
        await decider.replay(page)
        offset = page[-1].offset + 1
