"""The journey search, over the compiled kernel."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.journeys import search_kernel as kernel
from matcher.journeys.journey import ML_S_PER_L_H, Journey, RideLeg, journey_cost_millis
from matcher.journeys.network import Flags, Index, Ints, Network
from matcher.journeys.question import Question, Ridden, Usable
from matcher.journeys.tables import ASK, LOOK_ON, ROUNDS, UNREACHED, Ask, Asks, Labels, May, Timetable, new_labels
from matcher.journeys.totals import in_time
from matcher.resources.capacity import Capacity, Free
from matcher.resources.lockers import ANY_SIZE, NO_LOCKER, UNDECIDED, write_sizes
from matcher.resources.use import Rows
from matcher.state.timetable import UNLIMITED

Answer = Callable[[Timetable, Rows, May, Asks, Labels, Index, Ints, Index], None]


@dataclass(frozen=True, slots=True)
class Search:
    """Asks the kernel. One at a time: the labels of the last answer are its working memory."""

    network: Network
    capacity: Capacity
    timetable: Timetable
    labels: Labels
    found: Index

    def exist(self, questions: Sequence[Question], free: Free) -> list[bool]:
        """Whether any journey answers, question by question, in the room that is free."""
        spread = [in_time(self.network, question) for question in questions]
        flat = [question for several in spread for question in several]
        asks = [_ask(question, enough_wait_s=UNLIMITED, waiting_counts=0) for question in flat]
        found = iter([any(wait != UNREACHED for wait in waits) for waits, _ in self._answer_each(flat, asks, free)])
        return [any([next(found) for _ in several]) for several in spread]  # noqa: C419 - all of them are taken

    def cheapest(self, question: Question, free: Free) -> Journey | None:
        """The journey that costs least; of equal ones the fewest legs, then the earliest available."""
        return self.cheapest_of_each([question], free)[0]

    def cheapest_of_each(self, questions: Sequence[Question], free: Free) -> list[Journey | None]:
        """The cheapest journey of each question as if there were no other."""
        spread = [in_time(self.network, question) for question in questions]
        flat = [question for several in spread for question in several]
        asks = [_ask(question, self._enough_wait_s(question)) for question in flat]
        answers = iter(zip(flat, self._answer_each(flat, asks, free), strict=True))
        return [self._cheapest([self._best(*next(answers)) for _ in several], free) for several in spread]

    def all_last_calls(self, question: Question, free: Free) -> Iterator[Journey]:
        """For each number of legs and each call at the destination, the journey that waits least."""
        calls = len(self.network.arrivals.at(question.destination))
        best_waits = np.full((calls, ROUNDS), UNREACHED, dtype=np.int64)
        best_legs = np.empty((calls, ROUNDS, ROUNDS, 3), dtype=np.int32)
        for one in in_time(self.network, question):
            waits, legs = self._answer(kernel.answer_all, one, free, [_ask(one, LOOK_ON)], calls)
            better = (waits != UNREACHED) & ((best_waits == UNREACHED) | (waits < best_waits))
            best_waits[better], best_legs[better] = waits[better], legs[better]
        for index, k in zip(*np.nonzero(best_waits != UNREACHED), strict=True):
            cost = self._cost_millis(question, int(k), int(best_waits[index, k]))
            yield self._journey(_Answered(cost, int(k), 0, question, best_legs[index, k]), free)

    def reached(self, question: Question, free: Free) -> Flags:
        """(P) places at which some journey of this question unloads, wherever it is asked to end."""
        places = np.zeros(len(self.network.places), dtype=np.bool_)
        for one in in_time(self.network, question):
            self._answer_each([one], [_ask(one, LOOK_ON, waiting_counts=0)], free)
            calls = (self.labels.alight_wait != UNREACHED).any(axis=0)
            places[self.network.call_place[calls]] = True
        return places

    def _answer_each(
        self, questions: Sequence[Question], asks: Sequence[Ask], free: Free
    ) -> list[tuple[list[int], Index]]:
        """For each question its row of `waits` and `legs`; one call of the kernel for all that may use the same."""
        answers: dict[int, tuple[list[int], Index]] = {}
        for numbers in _alike(questions):
            own_asks = [asks[number] for number in numbers]
            waits, legs = self._answer(kernel.answer_each, questions[numbers[0]], free, own_asks, len(numbers))
            answers.update(zip(numbers, zip(waits.tolist(), legs, strict=True), strict=True))
        return [answers[number] for number in range(len(questions))]

    def _answer(
        self, answer: Answer, question: Question, free: Free, asks: Sequence[Ask], count: int
    ) -> tuple[Ints, Index]:
        """`waits` and `legs` of the kernel, for asks that may use what this question may."""
        waits = np.empty((count, ROUNDS), dtype=np.int64)
        legs = np.empty((count, ROUNDS, ROUNDS, 3), dtype=np.int32)
        may = May(
            question.board,
            question.alight,
            question.carrier,
            question.begin,
            question.end,
            question.longest_wait_s,
            question.danger,
        )
        records = np.array(asks, dtype=ASK)
        answer(self.timetable, free.rows, may, records, self.labels, self.found, waits, legs)
        return waits, legs

    def _best(self, question: Question, answer: tuple[list[int], Index]) -> "_Answered | None":
        """The cheapest of the journeys with each number of legs."""
        waits, legs = answer
        costs = [(self._cost_millis(question, k, wait), k) for k, wait in enumerate(waits) if wait != UNREACHED]
        if not costs:
            return None
        cost, k = min(costs)
        return _Answered(cost, k, self.network.available_at.item(legs[k, k, 2]), question, legs[k])

    def _cheapest(self, answered: "Sequence[_Answered | None]", free: Free) -> Journey | None:
        found = [answer for answer in answered if answer is not None]
        return self._journey(min(found, key=lambda answer: answer[:3]), free) if found else None

    def _journey(self, answer: "_Answered", free: Free) -> Journey:
        """The journey of k + 1 legs, with those behind it."""
        behind = () if answer.question.ridden is None else answer.question.ridden.legs
        ahead = [RideLeg(*leg) for leg in answer.legs[len(behind) : answer.k + 1].tolist()]
        legs = (*behind, *ahead)
        return Journey(legs, answer.cost_millis, self._sizes(answer.question, legs, free))

    def _sizes(self, question: Question, legs: tuple[RideLeg, ...], free: Free) -> tuple[int, ...]:
        """The smallest free size for each stay at a locker; what has begun keeps its own."""
        lockers = self.capacity.families.lockers
        if len(lockers.holds) == 0:
            return ()
        sizes = np.full(len(legs) + 1, UNDECIDED, dtype=np.int32)
        if question.ridden is not None:
            sizes[: len(question.ridden.lockers)] = question.ridden.lockers
        rides, free_rows = np.array(legs, dtype=np.int32), free.rows[lockers.first_row :]
        write_sizes(lockers, free_rows, self.network.call_place, rides, question.contents, sizes)
        return tuple(sizes.tolist()) if (sizes != NO_LOCKER).any() else ()

    def _cost_millis(self, question: Question, k: int, wait_s: int) -> int:
        return journey_cost_millis(self.network.settings, k + 1, question.volume_ml, wait_s)

    def _enough_wait_s(self, question: Question) -> int:
        """The longest wait that costs no more than one more leg and transfer."""
        settings = self.network.settings
        rate = question.volume_ml * settings.storage_millis_per_l_h
        if rate == 0:
            return UNLIMITED
        return ((settings.leg_millis + settings.transfer_millis + 1) * ML_S_PER_L_H - 1) // rate


class _Answered(NamedTuple):
    """A journey as the kernel found it; the one with the least of the first three is the best."""

    cost_millis: int
    k: int
    available_at: int
    question: Question
    legs: Index


def _alike(questions: Sequence[Question]) -> Iterable[list[int]]:
    """The numbers of the questions, grouped by what they may use: those rules share their masks."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for number, question in enumerate(questions):
        masks = (*map(id, question[: len(Usable._fields)]), id(question.danger))
        groups.setdefault(masks, []).append(number)
    return groups.values()


def _ask(question: Question, enough_wait_s: int, waiting_counts: int = 1) -> Ask:
    ridden = question.ridden
    return Ask(
        origin=question.origin,
        destination=question.destination,
        volume_ml=question.volume_ml,
        weight_g=question.weight_g,
        pieces=question.pieces,
        longest_side_mm=question.longest_side_mm,
        parcels=question.parcels,
        largest_volume_ml=question.largest_volume_ml,
        largest_weight_g=question.largest_weight_g,
        hand_in_from=max(question.hand_in_from, question.not_before),
        available_by=question.available_by,
        enough_wait_s=enough_wait_s,
        start_call=-1 if ridden is None else ridden.legs[-1].alight,
        start_legs=0 if ridden is None else len(ridden.legs),
        start_wait_s=0 if ridden is None else ridden.waited_s,
        start_size=_start_size(ridden),
        waiting_counts=waiting_counts,
    )


def _start_size(ridden: Ridden | None) -> int:
    if ridden is None or len(ridden.lockers) <= len(ridden.legs):
        return ANY_SIZE
    return ridden.lockers[len(ridden.legs)]


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
        labels=new_labels(
            len(network.trips),
            network.calls,
            len(network.places),
            int(np.diff(capacity.families.lockers.size_first).max(initial=0)),
        ),
        found=np.full(ROUNDS, UNREACHED, dtype=np.int32),
    )
    network.cache["search"] = search
    return search


def _timetable(network: Network, capacity: Capacity) -> Timetable:
    return Timetable(
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
        reserved_until=network.reserved_until,
        segments=capacity.families.segments.rows,
        handling_row=capacity.families.handling.first_row,
        storage=capacity.families.storage,
        lockers=capacity.families.lockers,
        budgets=capacity.families.danger,
    )
