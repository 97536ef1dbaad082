"""The journey search, over the compiled kernel."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.journeys import search_kernel as kernel
from matcher.journeys.journey import ML_S_PER_L_H, Journey, RideLeg, journey_cost_millis
from matcher.journeys.network import Index, Ints, Network
from matcher.journeys.question import Question
from matcher.resources.capacity import Capacity, Free
from matcher.state.timetable import UNLIMITED

Answer = Callable[[kernel.Timetable, kernel.Room, kernel.May, kernel.Asks, kernel.Labels, Index, Ints, Index], None]


@dataclass(frozen=True, slots=True)
class Search:
    """Asks the kernel. One at a time: the labels of the last answer are its working memory."""

    network: Network
    capacity: Capacity
    timetable: kernel.Timetable
    labels: kernel.Labels
    found: Index

    def exist(self, questions: Sequence[Question], free: Free) -> list[bool]:
        """Whether any journey answers, question by question, in the room that is free."""
        asks = [_ask(question, enough_wait_s=UNLIMITED, waiting_counts=0) for question in questions]
        answers = self._answer_each(questions, asks, free)
        return [any(wait != kernel.UNREACHED for wait in waits) for waits, _ in answers]

    def cheapest(self, question: Question, free: Free) -> Journey | None:
        """The journey that costs least; of equal ones the fewest legs, then the earliest available."""
        return self.cheapest_of_each([question], free)[0]

    def cheapest_of_each(self, questions: Sequence[Question], free: Free) -> list[Journey | None]:
        """The cheapest journey of each question as if there were no other."""
        asks = [_ask(question, self._enough_wait_s(question)) for question in questions]
        answers = self._answer_each(questions, asks, free)
        return [self._cheapest(question, *answer) for question, answer in zip(questions, answers, strict=True)]

    def all_last_calls(self, question: Question, free: Free) -> Iterator[Journey]:
        """For each number of legs and each call at the destination, the journey that waits least."""
        calls = len(self.network.arrivals.at(question.destination))
        waits, legs = self._answer(kernel.answer_all, question, free, [_ask(question, kernel.LOOK_ON)], calls)
        for index, k in zip(*np.nonzero(waits != kernel.UNREACHED), strict=True):
            cost = self._cost_millis(question, int(k), int(waits[index, k]))
            yield _journey(question, int(k), legs[index, k], cost)

    def _answer_each(
        self, questions: Sequence[Question], asks: Sequence[kernel.Ask], free: Free
    ) -> list[tuple[list[int], Index]]:
        """For each question its row of `waits` and `legs`; one call of the kernel for all that may use the same."""
        answers: dict[int, tuple[list[int], Index]] = {}
        for numbers in _alike(questions):
            own_asks = [asks[number] for number in numbers]
            waits, legs = self._answer(kernel.answer_each, questions[numbers[0]], free, own_asks, len(numbers))
            answers.update(zip(numbers, zip(waits.tolist(), legs, strict=True), strict=True))
        return [answers[number] for number in range(len(questions))]

    def _answer(
        self, answer: Answer, question: Question, free: Free, asks: Sequence[kernel.Ask], count: int
    ) -> tuple[Ints, Index]:
        """`waits` and `legs` of the kernel, for asks that may use what this question may."""
        waits = np.empty((count, kernel.ROUNDS), dtype=np.int64)
        legs = np.empty((count, kernel.ROUNDS, kernel.ROUNDS, 3), dtype=np.int32)
        may = kernel.May(question.board, question.alight, question.carrier)
        records = np.array(asks, dtype=kernel.ASK)
        answer(self.timetable, _room(free), may, records, self.labels, self.found, waits, legs)
        return waits, legs

    def _cheapest(self, question: Question, waits: list[int], legs: Index) -> Journey | None:
        costs = [(self._cost_millis(question, k, wait), k) for k, wait in enumerate(waits) if wait != kernel.UNREACHED]
        if not costs:
            return None
        cost, k = min(costs)
        return _journey(question, k, legs[k], cost)

    def _cost_millis(self, question: Question, k: int, wait_s: int) -> int:
        return journey_cost_millis(self.network.settings, k + 1, question.volume_ml, wait_s)

    def _enough_wait_s(self, question: Question) -> int:
        """The longest wait that costs no more than one more leg and transfer."""
        settings = self.network.settings
        rate = question.volume_ml * settings.storage_millis_per_l_h
        if rate == 0:
            return UNLIMITED
        return ((settings.leg_millis + settings.transfer_millis + 1) * ML_S_PER_L_H - 1) // rate


def _alike(questions: Sequence[Question]) -> Iterable[list[int]]:
    """The numbers of the questions, grouped by what they may use: those rules share their masks."""
    groups: dict[tuple[int, int, int], list[int]] = {}
    for number, question in enumerate(questions):
        masks = (id(question.board), id(question.alight), id(question.carrier))
        groups.setdefault(masks, []).append(number)
    return groups.values()


def _ask(question: Question, enough_wait_s: int, waiting_counts: int = 1) -> kernel.Ask:
    ridden = question.ridden
    return kernel.Ask(
        origin=question.origin,
        destination=question.destination,
        volume_ml=question.volume_ml,
        weight_g=question.weight_g,
        pieces=question.pieces,
        longest_side_mm=question.longest_side_mm,
        parcels=question.parcels,
        hand_in_from=question.hand_in_from,
        available_by=question.available_by,
        enough_wait_s=enough_wait_s,
        start_call=-1 if ridden is None else ridden.legs[-1].alight,
        start_legs=0 if ridden is None else len(ridden.legs),
        start_wait_s=0 if ridden is None else ridden.waited_s,
        waiting_counts=waiting_counts,
    )


def _journey(question: Question, k: int, legs: Index, cost_millis: int) -> Journey:
    """The journey of k + 1 legs, with those behind it."""
    behind = () if question.ridden is None else question.ridden.legs
    ahead = [RideLeg(*leg) for leg in legs[len(behind) : k + 1].tolist()]
    return Journey((*behind, *ahead), cost_millis)


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
    storage = capacity.families.storage
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
        carrier_row=capacity.families.segments.carrier_row,
        longest_side_mm=network.longest_side_mm,
        storage_first=storage.first,
        storage_begins=storage.begins,
        at_arrival=storage.at_arrival,
        at_departure=storage.at_departure,
        at_hand_in=storage.at_hand_in,
        at_collection=storage.at_collection,
    )


def _room(free: Free) -> kernel.Room:
    rows, families = free.rows, free.capacity.families
    segments, handling, storage = families.segments.rows, families.handling.first_row, families.storage.first_row
    return kernel.Room(
        volume_ml=rows[:segments],
        weight_g=rows[segments : 2 * segments],
        pieces=rows[2 * segments : handling],
        handling_s=rows[handling:storage],
        storage_ml=rows[storage:],
    )
