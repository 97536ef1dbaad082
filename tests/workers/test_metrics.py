"""Figures: counted in each process, added up, and shown as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families

from workers import metrics
from workers.metrics import FIGURES, Recorder, Totals, page


def recorder(matched: int = 0, gap: float | None = None, *commits_s: float) -> Recorder:
    made = Recorder(metrics.WORKER_FIGURES)
    if matched:
        made.count(metrics.MATCHED, matched, cause="new")
    if gap is not None:
        made.set(metrics.PLAN_GAP, gap, area="vidzeme")
    for seconds in commits_s:
        made.observe(metrics.COMMIT_SECONDS, seconds)
    return made


def shown(text: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """The numbers on a page, read by somebody else's code."""
    families = text_string_to_metric_families(text.decode())
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def test_a_page_is_understood_by_a_reader_of_prometheus() -> None:
    numbers = shown(page(recorder(7, 0.02, 0.004, 0.3).samples()))
    assert numbers["ridealong_matched_total", (("cause", "new"),)] == 7
    assert numbers["ridealong_plan_gap_ratio", (("area", "vidzeme"),)] == 0.02
    assert numbers["ridealong_commit_seconds_bucket", (("le", "0.0025"),)] == 0
    assert numbers["ridealong_commit_seconds_bucket", (("le", "0.005"),)] == 1
    assert numbers["ridealong_commit_seconds_bucket", (("le", "+Inf"),)] == 2
    assert numbers["ridealong_commit_seconds_count", ()] == 2
    assert numbers["ridealong_commit_seconds_sum", ()] == 0.304


def test_counts_of_several_processes_add_up() -> None:
    totals = Totals()
    totals.update("worker-1", 1, recorder(3, None, 0.1).samples())
    totals.update("worker-2", 2, recorder(4, None, 0.2).samples())
    numbers = shown(page(totals.samples()))
    assert numbers["ridealong_matched_total", (("cause", "new"),)] == 7
    assert numbers["ridealong_commit_seconds_count", ()] == 2


def test_a_newer_report_of_the_same_process_replaces_the_one_before() -> None:
    totals = Totals()
    totals.update("worker-1", 1, recorder(3).samples())
    totals.update("worker-1", 1, recorder(5).samples())
    assert shown(page(totals.samples()))["ridealong_matched_total", (("cause", "new"),)] == 5


def test_what_a_process_counted_before_it_died_is_not_lost_and_its_gauges_are_gone() -> None:
    totals = Totals()
    totals.update("worker-1", 1, recorder(3, 0.5, 0.1).samples())
    totals.update("worker-1", 9, recorder(1).samples())
    numbers = shown(page(totals.samples()))
    assert numbers["ridealong_matched_total", (("cause", "new"),)] == 4
    assert numbers["ridealong_commit_seconds_count", ()] == 1
    assert ("ridealong_plan_gap_ratio", (("area", "vidzeme"),)) not in numbers


def test_counters_without_labels_are_there_from_the_beginning() -> None:
    numbers = shown(page(Recorder(metrics.WORKER_FIGURES).samples()))
    assert numbers["ridealong_fenced_total", ()] == 0
    assert numbers["ridealong_takeovers_total", ()] == 0


def test_every_name_is_ours_and_is_used_once() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)
    assert all(name.startswith("ridealong_") for name in names)
