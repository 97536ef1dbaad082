"""Who shares the partitions at present, as the group's coordinator has it."""

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocol
from aiokafka.errors import for_code

from workers.log.kafka.cluster import Cluster
from workers.log.kafka.patience import patiently
from workers.log.kafka.translation import translated


async def members(cluster: Cluster, admin: AIOKafkaAdminClient) -> dict[int, str]:
    """By partition, the name of the worker that the group has given it to.

    While the group deals its partitions out anew they are nobody's.
    """
    with translated("asking who shares the partitions"):
        return await patiently(lambda: _ask(cluster, admin), cluster.settings.request_timeout_s)


async def _ask(cluster: Cluster, admin: AIOKafkaAdminClient) -> dict[int, str]:
    owners: dict[int, str] = {}
    for answer in await admin.describe_consumer_groups([cluster.settings.members_group]):
        for group in answer.to_object()["groups"]:
            if group["error_code"]:
                raise for_code(group["error_code"])
            for member in group["members"]:
                owners |= dict.fromkeys(_partitions(member["member_assignment"]), member["client_id"])
    return owners


def _partitions(assignment: bytes) -> list[int]:
    if not assignment:
        return []
    return [place.partition for place in ConsumerProtocol.ASSIGNMENT.decode(assignment).partitions()]
