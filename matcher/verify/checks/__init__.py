"""Everything that a log must keep, one file each; each list is in the order in which a journey meets it."""

from matcher.verify.checks.accepts import accepts
from matcher.verify.checks.after import after
from matcher.verify.checks.area_published import area_published
from matcher.verify.checks.call_order import call_order
from matcher.verify.checks.capacity import capacity
from matcher.verify.checks.collection import collection
from matcher.verify.checks.commitment import commitment
from matcher.verify.checks.committed import committed
from matcher.verify.checks.compartment_exists import compartment_exists
from matcher.verify.checks.consignment import consignment
from matcher.verify.checks.cost import cost
from matcher.verify.checks.danger_budget import danger_budget
from matcher.verify.checks.danger_offered import danger_offered
from matcher.verify.checks.departed import departed
from matcher.verify.checks.due import due
from matcher.verify.checks.finding import RecordCheck, RoomCheck, Rule
from matcher.verify.checks.goods_excluded import goods_excluded
from matcher.verify.checks.goods_total import goods_total
from matcher.verify.checks.hand_in import hand_in
from matcher.verify.checks.handling_class import handling_class
from matcher.verify.checks.handling_time import handling_time
from matcher.verify.checks.leg_count import leg_count
from matcher.verify.checks.leg_facts import leg_facts
from matcher.verify.checks.legs_connect import legs_connect
from matcher.verify.checks.limits import limits
from matcher.verify.checks.live_decision import live_decision
from matcher.verify.checks.locker_named import locker_named
from matcher.verify.checks.locker_room import locker_room
from matcher.verify.checks.longest_side import longest_side
from matcher.verify.checks.longest_wait import longest_wait
from matcher.verify.checks.meeting import meeting
from matcher.verify.checks.notice import notice
from matcher.verify.checks.opening import opening
from matcher.verify.checks.output_ids import output_ids
from matcher.verify.checks.pickup_drop_off import pickup_drop_off
from matcher.verify.checks.plan_figures import plan_figures
from matcher.verify.checks.plan_named import plan_named
from matcher.verify.checks.plan_proof import plan_proof
from matcher.verify.checks.ready import ready
from matcher.verify.checks.reason import reason
from matcher.verify.checks.repetition import repetition
from matcher.verify.checks.request_named import request_named
from matcher.verify.checks.revisions import revisions
from matcher.verify.checks.stop_published import stop_published
from matcher.verify.checks.storage import storage
from matcher.verify.checks.time_order import time_order
from matcher.verify.checks.transfer_hub import transfer_hub
from matcher.verify.checks.transfer_time import transfer_time
from matcher.verify.checks.trip_change import trip_change
from matcher.verify.checks.trip_in_force import trip_in_force
from matcher.verify.checks.value import value
from matcher.verify.checks.withdrawn import withdrawn
from matcher.verify.checks.worth import worth
from matcher.verify.checks.zone_access import zone_access

RULES: tuple[Rule, ...] = (
    area_published,
    trip_in_force,
    leg_facts,
    compartment_exists,
    call_order,
    legs_connect,
    leg_count,
    trip_change,
    stop_published,
    pickup_drop_off,
    accepts,
    transfer_hub,
    transfer_time,
    longest_wait,
    meeting,
    longest_side,
    locker_named,
    goods_excluded,
    handling_class,
    danger_offered,
    zone_access,
    opening,
    hand_in,
    collection,
    ready,
    notice,
    due,
    goods_total,
    cost,
    value,
    worth,
    reason,
    limits,
)
"""What each decision has to keep."""

ROOM: tuple[RoomCheck, ...] = (capacity, storage, handling_time, locker_room, danger_budget)
"""What they have to keep together."""

RECORDS: tuple[RecordCheck, ...] = (
    committed,
    commitment,
    departed,
    live_decision,
    revisions,
    repetition,
    request_named,
    withdrawn,
    after,
    consignment,
    time_order,
    output_ids,
    plan_named,
    plan_figures,
    plan_proof,
)
"""What has to be said, moment by moment."""

CHECKS = (*RULES, *ROOM, *RECORDS)
