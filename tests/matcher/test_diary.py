"""What falls due when, against a plain dictionary."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.diary import Diary

PARCELS = st.sampled_from("ABCDE")


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), PARCELS, st.one_of(st.none(), st.integers(-3, 9))),
            st.tuples(st.just("take"), st.just(""), st.integers(-3, 9)),
            st.tuples(st.just("first"), st.text("ABCDE", max_size=3), st.none()),
        ),
        max_size=60,
    )
)
def test_it_knows_one_instant_of_each_parcel_and_the_earliest(steps: list[tuple[str, str, int | None]]) -> None:
    diary, plain = Diary(), dict[str, int]()
    for what, parcels, instant in steps:
        if what == "put":
            diary.put(parcels, instant)
            plain.pop(parcels, None)
            if instant is not None:
                plain[parcels] = instant
        elif what == "take" and instant is not None:
            taken = diary.take_until(instant)
            assert sorted(taken) == sorted(name for name, at in plain.items() if at <= instant)
            assert [plain[name] for name in taken] == sorted(plain[name] for name in taken)
            plain = {name: at for name, at in plain.items() if at > instant}
        elif what == "first":
            counting = {name: at for name, at in plain.items() if name not in parcels}
            earliest = min(counting.values(), default=None)
            assert diary.first(frozenset(plain).difference(parcels).__contains__) == earliest
            assert plain.keys() - diary.at.keys() <= set(parcels), "only what does not count is taken out"
            plain = dict(diary.at)
    assert diary.at == plain


def test_it_does_not_grow_with_what_is_replaced() -> None:
    diary = Diary()
    for instant in range(10_000):
        diary.put("A", instant)
    assert len(diary.heap) < 200
    assert diary.first(lambda _: True) == 9_999
