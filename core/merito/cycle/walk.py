"""The state of one walk through the cycle: results so far, what is blocked and what is refused."""

from collections.abc import Hashable, Iterable, Iterator

from attrs import evolve, frozen

from merito.contract.memory import Memory
from merito.contract.step import Step
from merito.contract.watch import Watch
from merito.cycle.course import Course
from merito.cycle.soundness import KEYED, check_answer
from merito.kit.findings import told
from merito.model.acts import GateState, Phase
from merito.model.amended import AmendmentState
from merito.model.messages import Code, Message, say
from merito.model.results import Finding, Results
from merito.regulations import Answer, PluginFaultError

REPLACED_BY_KEY = ("bands",)


@frozen
class _Said:
    """The rows that a layer gave to a hook."""

    layer: str
    hook: str
    tool: str | None
    results: Results


class Walk:
    """One walk. Results are added up only here, and keys are checked to be unique."""

    def __init__(self, course: Course, memory: Memory | None = None) -> None:
        self.course = course
        self.results = Results()
        self.gates: tuple[GateState, ...] = ()
        self.amendments: tuple[AmendmentState, ...] = ()
        self.missing: dict[Phase, list[Message]] = {phase: [] for phase in Phase}
        self.stopped_tools: dict[str, list[Message]] = {}
        self.refused_tools: dict[str, Message] = {}
        self.refused_phases: dict[Phase, Message] = {}
        self.watch = Watch()
        self.memory = memory or Memory()
        self._said: list[_Said] = []

    def on(self, course: Course) -> "Walk":
        """A copy that goes on from here with other choices on readings: `course` differs only in its readings."""
        other = Walk(evolve(course, dossier=self.course.dossier), self.memory)
        other.results, other.gates, other.amendments = self.results, self.gates, self.amendments
        other.missing = {phase: list(told) for phase, told in self.missing.items()}
        other.stopped_tools = {tool: list(told) for tool, told in self.stopped_tools.items()}
        other.refused_tools, other.refused_phases = dict(self.refused_tools), dict(self.refused_phases)
        other.watch.hears(self.watch)
        other._said = list(self._said)
        return other

    def step(self, tool: str | None = None) -> Step:
        course = self.course
        return Step(
            dossier=course.dossier,
            parameters=course.parameters,
            readings=course.readings,
            given=self.results,
            as_of=course.as_of,
            unwritten_conferred=course.unwritten_conferred,
            act_kinds=course.stack.inputs.acts,
            tools=course.stack.inputs.tools,
            funds=course.stack.inputs.funds,
            declared=course.stack.inputs.tables,
            offices=course.stack.inputs.offices,
            bodies=course.stack.inputs.bodies,
            proceedings=course.stack.inputs.proceedings,
            published=course.stack.inputs.published,
            interpretations=course.stack.rulebook.interpretations,
            rules=course.stack.rulebook.rules,
            amendments=self.amendments,
            gates=self.gates,
            tool=tool,
            watch=self.watch,
            memory=self.memory,
        )

    def ask(self, hook: str, phase: Phase, tool: str | None = None) -> tuple[Answer, ...]:
        """The answers of every layer to a hook; functions blocked by a missing parameter are recorded."""
        return tuple(self._noted(self.course.stack.call(hook, self.step(tool)), hook, phase, tool))

    def from_the_top(self, hook: str, phase: Phase, tool: str | None = None) -> Iterator[Answer]:
        """The same from the latest layer down; each layer is called only when its answer is needed."""
        return self._noted(self.course.stack.from_the_top(hook, self.step(tool)), hook, phase, tool)

    def who_gave(self, hook: str) -> str:
        """The latest layer that has answered a hook; the regulation if none has."""
        stack = self.course.stack
        answered = {said.layer for said in self._said if said.hook == hook}
        return next((layer.name for layer in reversed(stack.layers) if layer.name in answered), stack.regulation.name)

    def _noted(self, answers: Iterable[Answer], hook: str, phase: Phase, tool: str | None) -> Iterator[Answer]:
        for answer in answers:
            for blocked in answer.blocked:
                self._note_blocked(phase, tool, blocked.parameter.key, blocked.parameter.label, blocked.parameter.cites)
            if answer.results is not None:
                if not self.memory.rows.is_sound(answer.results):
                    check_answer(answer.results, self.course, answer.layer, hook)
                self._said.append(_Said(answer.layer, hook, tool, answer.results))
            yield answer

    def add(self, results: Results | None, hook: str) -> None:
        """Adds rows to the results. Raises PluginFaultError on a key that exists already."""
        if results is not None:
            before = self.results
            self.results = self.memory.rows.once_for("added", (before, results), lambda: self._plus(results, hook))

    def _plus(self, results: Results, hook: str) -> Results:
        total = self.results
        for name in KEYED:
            rows = getattr(results, name)
            if not rows:
                continue
            keys = {row.key for row in rows}
            standing = getattr(total, name)
            clash = next((row.key for row in standing if row.key in keys), None)
            if clash is None:
                continue
            if name not in REPLACED_BY_KEY:
                before = self._whose(name, clash)
                what = say("{table}: {key} è già di {before}", table=name, key=str(clash), before=before)
                raise PluginFaultError(self.who_gave(hook), hook, what)
            kept = tuple(row for row in standing if row.key not in keys)
            total = total.replacing(**{name: kept})
        return self.memory.rows.plus(total, results)

    def _whose(self, name: str, key: Hashable) -> str:
        """Who gave a row first: the layer, its hook and the tool it was called for; otherwise the program."""
        gave = (one for one in self._said if any(row.key == key for row in getattr(one.results, name)))
        said = next(gave, None)
        if said is None:
            return "merito"
        return f"{said.layer} ({said.hook}{f', {said.tool}' if said.tool else ''})"

    def refuse(self, findings: Iterable[Finding]) -> None:
        """Errors found before the phases refuse their tool or phase; an error about a subject, only that subject."""
        for finding in findings:
            if finding.severity != "error" or finding.subject:
                continue
            if finding.tool:
                self.refused_tools.setdefault(finding.tool, finding.message)
            else:
                self.refused_phases.setdefault(finding.phase, finding.message)

    def _note_blocked(self, phase: Phase, tool: str | None, key: str, label: str, cites: str) -> None:
        text = say(
            "manca il parametro {key} ({label}), {cites}: lo stabilisce l'ente, tra i suoi valori",
            key=Code(key),
            label=label,
            cites=cites,
        )
        if tool:
            self.stopped_tools.setdefault(tool, []).append(text)
        if text not in self.missing[phase]:
            self.missing[phase].append(text)
            finding = told("warning", "", text, f"parameter:{key}", phase=phase, tool=tool)
            self.results = self.results.plus(Results(findings=(finding,)))


def stamped(results: Results, tool: str) -> Results:
    """Fund lines that a tool gave, marked with it, except those that it leaves to a later tool."""
    if not results.fund_lines:
        return results
    lines = tuple(line if line.left_to else evolve(line, tool=tool) for line in results.fund_lines)
    return evolve(results, fund_lines=lines)
