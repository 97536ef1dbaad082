"""How long to wait before starting again."""

from workers.service.backoff import Backoff


def test_what_dies_at_once_is_started_less_and_less_often_up_to_a_limit() -> None:
    backoff = Backoff(first_s=0.2, longest_s=2.0)
    assert [backoff.after(0.1) for _ in range(6)] == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


def test_what_lived_for_a_while_is_started_at_once_again() -> None:
    backoff = Backoff(first_s=0.2, longest_s=2.0, long_life_s=60.0)
    for _ in range(5):
        backoff.after(0.1)
    assert backoff.after(60.0) == 0.2
    assert backoff.after(0.1) == 0.4
