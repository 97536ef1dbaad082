"""The journey search for one parcel at a time, over the compiled kernel."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.journeys import search_kernel as kernel
from matcher.journeys.journey import ML_S_PER_L_H, Journey, RideLeg, journey_cost_millis
from matcher.journeys.network import Index, Network
from matcher.journeys.question import Question
from matcher.resources.capacity import Capacity, Free
from matcher.state.timetable import UNLIMITED

LOOK_ON = -1


@dataclass(frozen=True, slots=True)
class Search:
    """Asks the kernel. One at a time: the labels of the last answer are its working memory."""

    network: Network
    capacity: Capacity
    timetable: kernel.Timetable
    labels: kernel.Labels
    found: Index

    def exists(self, question: Question, free: Free) -> bool:
        """Whether any journey answers the question in the room that is free."""
        self._run(question, free, enough_wait_s=UNLIMITED, waiting_counts=0)
        return bool((self.found >= 0).any())

    def cheapest(self, question: Question, free: Free) -> Journey | None:
        """The journey that costs least; of equal ones the fewest legs, then the earliest available."""
        self._run(question, free, enough_wait_s=self._enough_wait_s(question))
        best: Journey | None = None
        for k in np.flatnonzero(self.found >= 0):
            journey = self._journey(question, int(k), int(self.found[k]))
            if best is None or journey.cost_millis < best.cost_millis:
                best = journey
        return best

    def all_last_calls(self, question: Question, free: Free) -> Iterator[Journey]:
        """For each number of legs and each call at the destination, the journey that waits least."""
        self._run(question, free, enough_wait_s=LOOK_ON)
        room, ask = _room(free), self._ask(question)
        for call in self.network.arrivals.at(question.destination):
            if kernel.is_last(self.timetable, room, ask, call):
                for k in np.flatnonzero(self.labels.alight_wait[:, call] != kernel.UNREACHED):
                    yield self._journey(question, int(k), int(call))

    def _run(self, question: Question, free: Free, enough_wait_s: int, waiting_counts: int = 1) -> None:
        kernel.wipe(self.timetable, self.labels)
        ask = self._ask(question, enough_wait_s, waiting_counts)
        kernel.search(self.timetable, _room(free), ask, self.labels, self.found)

    def _ask(self, question: Question, enough_wait_s: int = LOOK_ON, waiting_counts: int = 1) -> kernel.Ask:
        return kernel.Ask(
            origin=question.origin,
            destination=question.destination,
            board=question.board,
            alight=question.alight,
            carrier=question.carrier,
            volume_ml=question.volume_ml,
            weight_g=question.weight_g,
            pieces=question.pieces,
            parcels=question.parcels,
            hand_in_from=question.hand_in_from,
            available_by=question.available_by,
            rounds=kernel.ROUNDS,
            enough_wait_s=enough_wait_s,
            start_call=-1 if question.ridden is None else question.ridden.legs[-1].alight,
            start_legs=0 if question.ridden is None else len(question.ridden.legs),
            start_wait_s=0 if question.ridden is None else question.ridden.waited_s,
            waiting_counts=waiting_counts,
        )

    def _enough_wait_s(self, question: Question) -> int:
        """The longest wait that costs no more than one more leg and transfer."""
        settings = self.network.settings
        rate = question.volume_ml * settings.storage_millis_per_l_h
        if rate == 0:
            return UNLIMITED
        return ((settings.leg_millis + settings.transfer_millis + 1) * ML_S_PER_L_H - 1) // rate

    def _journey(self, question: Question, k: int, last_call: int) -> Journey:
        wait = int(self.labels.alight_wait[k, last_call])
        legs: list[RideLeg] = []
        call = last_call
        behind = () if question.ridden is None else question.ridden.legs
        for round_ in range(k, len(behind) - 1, -1):
            board = int(self.labels.alight_board[round_, call])
            legs.append(RideLeg(int(self.labels.alight_carrier[round_, call]), board, call))
            call = int(self.labels.board_from[round_, board])
        cost = journey_cost_millis(self.network.settings, k + 1, question.volume_ml, wait)
        return Journey((*behind, *reversed(legs)), cost)


def search_of(capacity: Capacity) -> Search:
    """A search on the capacity's network; kept in the network's cache with its labels."""
    network = capacity.network
    known = network.cache.get("search")
    if isinstance(known, Search):
        return known
    search = Search(
        network=network,
        capacity=capacity,
        timetable=_timetable(network, capacity),
        labels=kernel.new_labels(len(network.trips), network.calls, len(network.places)),
        found=np.full(kernel.ROUNDS, kernel.UNREACHED, dtype=np.int32),
    )
    network.cache["search"] = search
    return search


def _timetable(network: Network, capacity: Capacity) -> kernel.Timetable:
    storage = capacity.storage
    return kernel.Timetable(
        trip_first=network.trip_first,
        call_trip=network.call_trip,
        call_place=network.call_place,
        arrival=network.arrival,
        departure=network.departure,
        hand_in_by=network.hand_in_by,
        available_at=network.available_at,
        handling_s=network.handling_s,
        is_hub=network.is_hub,
        min_transfer_s=network.min_transfer_s,
        departures_first=network.departures.first,
        departures=network.departures.calls,
        arrivals_first=network.arrivals.first,
        arrivals=network.arrivals.calls,
        carrier_first=network.carrier_first,
        carrier_row=capacity.segments.carrier_row,
        storage_first=storage.first,
        storage_begins=storage.begins,
        at_arrival=storage.at_arrival,
        at_departure=storage.at_departure,
        at_hand_in=storage.at_hand_in,
        at_collection=storage.at_collection,
    )


def _room(free: Free) -> kernel.Room:
    rows, segments = free.rows, free.capacity.segments.rows
    return kernel.Room(
        volume_ml=rows[:segments],
        weight_g=rows[segments : 2 * segments],
        pieces=rows[2 * segments : free.capacity.first_handling],
        handling_s=rows[free.capacity.first_handling : free.capacity.first_storage],
        storage_ml=rows[free.capacity.first_storage :],
    )
