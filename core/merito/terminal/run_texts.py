"""What a run prints about an ente under its table: money, what holds it, what is missing, findings, the folder."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import evolve

from merito.contract.inputs import Inputs
from merito.cycle.gates import reason_of
from merito.model.language import in_words, reader, worded
from merito.model.messages import Listed, Message, Reader, Ref, say
from merito.model.money import CENT_ZERO
from merito.model.record import Record
from merito.numbers import euro_text
from merito.terminal.finding_lines import finding_lines
from merito.terminal.ran import Done
from merito.wording.coded import STATES, parts_text
from merito.wording.held import held_by_conditions, held_by_fund, tool_title
from merito.wording.office import labels_of, office_reader
from merito.wording.rules_told import not_modelled_text, reading_text

INDICATORS: tuple[tuple[str, Callable[[int], Message]], ...] = (
    ("final", lambda n: say("{n} valutato", many="{n} valutati", number="n", n=n)),
    ("provisional", lambda n: say("{n} valutato in parte", many="{n} valutati in parte", number="n", n=n)),
    ("monitoring", lambda n: say("{n} in monitoraggio", n=n)),
    ("not_measured", lambda n: say("{n} non misurato", many="{n} non misurati", number="n", n=n)),
    ("blocked", lambda n: say("{n} bloccato", many="{n} bloccati", number="n", n=n)),
    ("refused", lambda n: say("{n} rifiutato", many="{n} rifiutati", number="n", n=n)),
)
SHOWN = 20
NAMED = 8
PARTS = ("amount", "payable", "withheld", "savings", "net")


def run_texts(line: Done, *, alone: bool = True) -> Iterator[str]:
    """Line by line, as it follows the name of the ente; of one among others, only what is not well."""
    record, read = line.record, _reader(line)
    for text in line.own_rules:
        yield f": {text}"
    if alone and (indicators := _indicators(record)):
        yield f": {in_words(say('indicatori: {counts}', counts=indicators))}"
    whole = record.results.grade("ente", record.dossier.ente.id)
    if whole is not None and whole.reason:
        state = worded(STATES[whole.state.value])
        graded = say("grado dell'ente {state}: {why}", state=state, why=whole.reason)
        yield f": {read(graded)}"
    for text in _funds(record, line.inputs) if alone else ():
        yield f": {text}"
    waiting = list(_held(record, line.inputs))
    for held in waiting:
        yield f": {read(held)}"
    said = frozenset() if alone else frozenset(part for held in waiting for part in held.parts())
    missing = [
        say("{phase}: {why}", phase=Ref("phase", state.phase.value), why=why)
        for state in record.phases
        for why in state.missing
        if said.isdisjoint(why.parts())
    ]
    missing += [
        say("{tool}: {why}", tool=tool_title(tool, line.inputs), why=reason_of(gate))
        for gate in record.gates
        if not gate.open and (tool := gate.gate.tool)
    ]
    for lacking in dict.fromkeys(missing):
        yield f", {read(lacking)}"
    told = ("error", "warning") if alone else ("error",)
    grave = [one for severity in told for one in record.results.findings if one.severity == severity]
    lines = finding_lines(grave, line.rulebook, NAMED, read)[:SHOWN]
    for one in lines:
        yield f", {one.text}"
    shown = {id(finding) for one in lines for finding in one.findings}
    left = [one for one in record.results.findings if id(one) not in shown]
    if left and alone:
        told_there = say(
            "{n} altro rilievo in findings.csv", many="{n} altri rilievi in findings.csv", number="n", n=len(left)
        )
        yield f": {read(told_there)}"
    yield from disclosed_texts(line)
    if unapplied := not_modelled_text(line.rulebook, record.dossier.ente.kind, record.dossier.year):
        yield f": {unapplied}"
    for reading in record.open_readings:
        asked = reading_text(reading.id, line.rulebook)
        yield f": {read(say('{reading}: lettura da adottare, tiene sospese delle somme', reading=asked))}"
    if alone:
        yield f": {read(say('risultati in {folder}', folder=shown_folder(line.folder)))}"


def disclosed_texts(line: Done) -> Iterator[str]:
    """Whom the new publication tells about by its difference from the one that it replaces, and what to do."""
    if not line.disclosed:
        return
    told = say(
        "avviso: le tabelle da pubblicare hanno altre cifre di quelle che erano in questa cartella, e tra le une e "
        "le altre cambia solo ciò che riguarda {people}: chi ha le prime lo ricava per differenza. Se le prime sono "
        "già sul sito, chi pubblica sente il responsabile della protezione dei dati prima di sostituirle; ciò che si "
        "corregge dopo si scrive con il suo atto (tabella {table}, o un ricorso), e allora non esce alcun gruppo "
        "che lo direbbe [I-IT-07]",
        people=Listed(Ref("person", one) for one in line.disclosed),
        table=Ref("table", "variazioni"),
    )
    yield f", {_reader(line)(told)}"


def _reader(line: Done) -> Reader:
    """How the office reads messages, in the language asked for."""
    record = line.record
    office = office_reader(record.dossier, line.inputs, line.names, line.rulebook, labels_of(record))
    return evolve(office, catalogue=reader().catalogue)


def _indicators(record: Record) -> str:
    counts = Counter(grade.state.value for grade in record.results.grades if grade.scope == "indicator")
    return ", ".join(in_words(said(counts[state])) for state, said in INDICATORS if counts[state])


def _funds(record: Record, inputs: Inputs) -> Iterator[str]:
    lines = record.results.fund_lines
    for name in dict.fromkeys(line.fund for line in lines):
        own = [line for line in lines if line.fund == name]
        title = inputs.funds[name].title if name in inputs.funds else name
        amount, *parts = (sum((getattr(line, part) for line in own), CENT_ZERO) for part in PARTS)
        told = parts_text(*parts, worded=worded)
        yield in_words(say("{fund}, stanziati {amount}: {parts}", fund=title, amount=euro_text(amount), parts=told))


def _held(record: Record, inputs: Inputs) -> Iterator[Message]:
    for one in held_by_fund(record.results.fund_lines, inputs.funds):
        yield one.line()
    yield from held_by_conditions(record)


def shown_folder(folder: Path) -> str:
    """A folder from the current one, if it is inside it."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)
