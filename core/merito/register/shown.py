"""One run of the register in lines: its results and inputs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from merito.model.language import in_words, worded
from merito.model.messages import say
from merito.numbers import decimal_text
from merito.outputs.own_folder import SUMMARY
from merito.outputs.standing import phase_of
from merito.register.causes import PARAMETER, READING, SUM, setting_text
from merito.register.entries import GIVEN, INPUTS, PARAMETERS, READINGS, Entry
from merito.register.runs import filed, summary_of, told_in
from merito.register.told import act_text, called, made_by
from merito.wording.coded import PHASES, STATES
from merito.wording.figures import phase_text

if TYPE_CHECKING:
    from merito.register.store import Reader


def shown_lines(reader: "Reader", entry: Entry) -> Iterator[str]:
    """A run: when, by what, the state of its phases, its files, and what its ente gave, set and adopted."""
    yield called(entry)
    yield in_words(say("impronta: {hash}", hash=entry.hash))
    adoption = reader.adoption(entry.ente, entry.year)
    if adoption is not None and adoption.body["run"] == entry.number:
        act = act_text(adoption)
        yield in_words(say("adottata: atto {act} (voce {entry})", act=act, entry=str(adoption.number)))
    yield in_words(say("regolamento: {made}", made=made_by(entry)))
    yield f"merito {entry.body['engine']['version']}, file {entry.body['engine']['files'][:12]}"
    yield from _results(summary_of(reader, entry))
    yield in_words(say("file dei risultati:"))
    for name, known in entry.files.items():
        file = f"  {name}  {known[:12]}"
        rows = 0 if name == SUMMARY else len(filed(reader, entry, name).rows)
        yield file if name == SUMMARY else in_words(say("{file}, righe {rows}", file=file, rows=rows))
    yield from _made_of(reader, entry)


def _results(summary: Mapping[str, Any]) -> Iterator[str]:
    for one in summary["phases"]:
        if told := phase_text(phase_of(one), worded):
            yield f"{worded(PHASES[one['phase']])}: {told}"
    whole = summary["figures"]["ente"]
    if whole:
        grade, state = say("nessuno"), worded(STATES.get(whole["state"], whole["state"]))
        if whole["grade"]:
            points = decimal_text(Decimal(whole["grade"]))
            grade = say("{points}% (esatto {exact})", points=points, exact=str(whole["exact"]))
        yield in_words(say("grado dell'ente: {grade}, {state}", grade=grade, state=state))
    if summary["readings_not_adopted"]:
        open_ones = tuple(summary["readings_not_adopted"])
        yield in_words(say("letture da adottare, che tengono sospese delle somme: {readings}", readings=open_ones))


def _made_of(reader: "Reader", entry: Entry) -> Iterator[str]:
    """What the ente set and adopted (defaults are in `--json`), what it gave, its files."""
    parameters, readings, given = (told_in(reader, entry, part) for part in (PARAMETERS, READINGS, GIVEN))
    for key in summary_of(reader, entry)["parameters_set"]:
        yield in_words(
            say("parametro {key}: {value}", key=key, value=setting_text(PARAMETER, parameters[key], in_words))
        )
    for key, reading in readings.items():
        if reading["adopted"]:
            yield in_words(say("lettura {key}: {value}", key=key, value=setting_text(READING, reading, in_words)))
    for section in given.values():
        for key, value in section.items():
            yield f"{key}: {setting_text(SUM, value, in_words)}"
    yield in_words(say("file di dati:"))
    yield from (f"  {file}  {known[:12]}" for file, known in sorted(told_in(reader, entry, INPUTS).items()))
