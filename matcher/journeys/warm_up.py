"""Compile the journey search ahead of its first use; numba keeps the machine code beside the source."""

import numpy as np

from matcher.journeys import search_kernel as kernel


def warm_up() -> None:
    """Run the kernel on a network with one place and no trip."""
    index, ints, flags = np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.bool_)
    by_place, of_place = np.zeros(2, np.int32), np.zeros(1, np.int64)
    timetable = kernel.Timetable(
        trip_first=np.zeros(1, np.int32),
        call_trip=index,
        call_place=index,
        arrival=ints,
        departure=ints,
        hand_in_by=ints,
        available_at=ints,
        handling_s=of_place,
        is_hub=np.zeros(1, np.bool_),
        min_transfer_s=of_place,
        departures_first=by_place,
        departures=index,
        arrivals_first=by_place,
        arrivals=index,
        carrier_first=np.zeros(1, np.int32),
        carrier_row=index,
        storage_first=by_place,
        storage_begins=ints,
        at_arrival=index,
        at_departure=index,
        at_hand_in=index,
        at_collection=index,
    )
    room = kernel.Room(ints, ints, ints, ints, ints)
    ask = kernel.Ask(0, 0, flags, flags, flags, 0, 0, 0, 0, 0, 0, kernel.ROUNDS, 0, -1, 0, 0, 1)
    labels = kernel.new_labels(trips=0, calls=0, places=1)
    kernel.wipe(timetable, labels)
    kernel.search(timetable, room, ask, labels, np.zeros(kernel.ROUNDS, np.int32))


if __name__ == "__main__":
    warm_up()
