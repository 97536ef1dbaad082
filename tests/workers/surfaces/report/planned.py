"""A world, the plan of it as text, and what the report makes of both."""

from dataclasses import dataclass

from contracts.event import Event
from tests.worlds.plan import plan
from tests.worlds.world import World, world
from workers.surfaces.report.facts import PlanFacts, read_facts
from workers.surfaces.report.summary import Report, build_report


@dataclass(frozen=True)
class Planned:
    """A world, the plan of it, and the report on it."""

    world: World
    outputs: list[Event]

    @property
    def inputs(self) -> list[Event]:
        return self.world.events

    @property
    def facts(self) -> PlanFacts:
        return read_facts(self.inputs, self.outputs)

    @property
    def report(self) -> Report:
        return report_of(self.inputs, self.outputs)


def planned(world_text: str, plan_text: str) -> Planned:
    """A world and a plan of it, both as text."""
    told = world(world_text)
    return Planned(told, plan(told, plan_text))


def report_of(inputs: list[Event], outputs: list[Event]) -> Report:
    """The report with figures of the run that do not matter."""
    return build_report(inputs, outputs, seconds={"total": 1.0}, peak_rss_mib=80.0, warnings=[])
