"""Goods that bear only so long a way: the search is asked once for each time at which they may be handed in."""

from collections.abc import Sequence

import numpy as np

from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.state.timetable import UNLIMITED


def in_time(network: Network, question: Question) -> Sequence[Question]:
    """Questions without a longest total time that together have the journeys of this one that keep to it.

    A journey is handed in at one of the instants of its origin's departures. What is handed in at one of
    them or later and can be collected in time for the one handed in then keeps to the limit; and a journey
    that keeps to it answers the question of its own hand-in, or the last one if that is later.
    """
    most = question.longest_total_s
    if most >= UNLIMITED:
        return (question,)
    if question.handed_in_at is not None:
        return (_between(question, question.hand_in_from, question.handed_in_at + most),)
    calls = network.departures.at(question.origin)
    calls = calls[question.board[calls] & question.begin[calls]]
    instants = np.unique(network.hand_in_by[calls])
    first = max(question.hand_in_from, question.not_before)
    possible = instants[(instants >= first) & (instants <= question.available_by)]
    tight = possible[possible + most < question.available_by].tolist()
    loose = possible[len(tight) : len(tight) + 1].tolist()  # from then on the limit says less than the due time
    return [_between(question, instant, instant + most) for instant in (*tight, *loose)]


def _between(question: Question, hand_in_from: int, available_by: int) -> Question:
    return question._replace(
        hand_in_from=hand_in_from, available_by=min(question.available_by, available_by), longest_total_s=UNLIMITED
    )
