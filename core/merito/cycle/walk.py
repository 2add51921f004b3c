"""The state of one walk through the cycle: what stands so far, what is blocked and what is refused."""

from collections.abc import Iterable

from attrs import evolve

from merito.contract.memory import Memory
from merito.contract.step import Step
from merito.contract.watch import Watch
from merito.cycle.course import Course
from merito.cycle.soundness import KEYED, check_answer
from merito.model.acts import GateState, Phase
from merito.model.amended import AmendmentState
from merito.model.results import Finding, Results
from merito.regulations import Answer, PluginFaultError

REPLACED_BY_KEY = ("bands",)


class Walk:
    """One walk: the only place where results are added up, and keys held to be unique."""

    def __init__(self, course: Course, memory: Memory | None = None) -> None:
        self.course = course
        self.results = Results()
        self.gates: tuple[GateState, ...] = ()
        self.amendments: tuple[AmendmentState, ...] = ()
        self.missing: dict[Phase, list[str]] = {phase: [] for phase in Phase}
        self.stopped_tools: dict[str, list[str]] = {}
        self.refused_tools: dict[str, str] = {}
        self.refused_phases: dict[Phase, str] = {}
        self.watch = Watch()
        self.memory = memory or Memory()

    def step(self, tool: str | None = None) -> Step:
        course = self.course
        return Step(
            dossier=course.dossier,
            parameters=course.parameters,
            readings=course.readings,
            given=self.results,
            as_of=course.as_of,
            act_kinds=course.stack.inputs.acts,
            tools=course.stack.inputs.tools,
            funds=course.stack.inputs.funds,
            declared=course.stack.inputs.tables,
            rules=course.stack.rulebook.rules,
            amendments=self.amendments,
            gates=self.gates,
            tool=tool,
            watch=self.watch,
            memory=self.memory,
        )

    def ask(self, hook: str, phase: Phase, tool: str | None = None) -> tuple[Answer, ...]:
        """What every layer says to a hook; what was blocked for want of a parameter is noted."""
        answers = self.course.stack.call(hook, self.step(tool))
        for answer in answers:
            for blocked in answer.blocked:
                self._note_blocked(phase, tool, blocked.parameter.key, blocked.parameter.label, blocked.parameter.cites)
        for answer in answers:
            if answer.results is not None and not self.memory.is_sound(answer.results):
                check_answer(answer.results, self.course, answer.layer, hook)
        return answers

    def add(self, results: Results | None, hook: str) -> None:
        """Add rows to what stands so far. Raises PluginFaultError on a key that stands already."""
        if results is None:
            return
        for name in KEYED:
            rows = getattr(results, name)
            if not rows:
                continue
            keys = {row.key for row in rows}
            standing = getattr(self.results, name)
            clash = next((row.key for row in standing if row.key in keys), None)
            if clash is None:
                continue
            if name not in REPLACED_BY_KEY:
                raise PluginFaultError(self.course.stack.regulation.name, hook, f"{name}: {clash} was given before")
            kept = tuple(row for row in standing if row.key not in keys)
            self.results = self.results.replacing(**{name: kept})
        self.results = self.memory.one(self.results.plus(results))

    def refuse(self, findings: Iterable[Finding]) -> None:
        """Errors found before the phases refuse their tool, or their phase; one about a subject, that subject alone."""
        for finding in findings:
            if finding.severity != "error" or finding.subject:
                continue
            if finding.tool:
                self.refused_tools.setdefault(finding.tool, finding.message)
            else:
                self.refused_phases.setdefault(finding.phase, finding.message)

    def _note_blocked(self, phase: Phase, tool: str | None, key: str, label: str, cites: str) -> None:
        text = f"manca il parametro «{key}» ({label}), {cites}: lo stabilisce l'ente in [parameters]"
        if tool:
            self.stopped_tools.setdefault(tool, []).append(text)
        if text not in self.missing[phase]:
            self.missing[phase].append(text)
            finding = Finding(
                severity="warning", phase=phase, rule="", subject=f"parameter:{key}", tool=tool, message=text
            )
            self.results = self.results.plus(Results(findings=(finding,)))


def stamped(results: Results, tool: str) -> Results:
    """Fund lines that a tool gave, marked with it, save those that it leaves to a later tool."""
    if not results.fund_lines:
        return results
    lines = tuple(line if line.left_to else evolve(line, tool=tool) for line in results.fund_lines)
    return evolve(results, fund_lines=lines)
