"""One run of the register in Italian lines: its results and inputs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

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
    yield f"impronta: {entry.hash}"
    adoption = reader.adoption(entry.ente, entry.year)
    if adoption is not None and adoption.body["run"] == entry.number:
        yield f"adottata: atto {act_text(adoption)} (voce {adoption.number})"
    yield f"regolamento: {made_by(entry)}"
    yield f"merito {entry.body['engine']['version']}, file {entry.body['engine']['files'][:12]}"
    yield from _results(summary_of(reader, entry))
    yield "file dei risultati:"
    for name, known in entry.files.items():
        rows = "" if name == SUMMARY else f", righe {len(filed(reader, entry, name).rows)}"
        yield f"  {name}  {known[:12]}{rows}"
    yield from _made_of(reader, entry)


def _results(summary: Mapping[str, Any]) -> Iterator[str]:
    for one in summary["phases"]:
        if told := phase_text(phase_of(one)):
            yield f"{PHASES[one['phase']]}: {told}"
    whole = summary["figures"]["ente"]
    if whole:
        grade = f"{decimal_text(Decimal(whole['grade']))}% (esatto {whole['exact']})" if whole["grade"] else "nessuno"
        yield f"grado dell'ente: {grade}, {STATES.get(whole['state'], whole['state'])}"
    if summary["readings_not_adopted"]:
        yield f"letture da adottare, che tengono sospese delle somme: {', '.join(summary['readings_not_adopted'])}"


def _made_of(reader: "Reader", entry: Entry) -> Iterator[str]:
    """What the ente set and adopted (defaults are in `--json`), what it gave, its files."""
    parameters, readings, given = (told_in(reader, entry, part) for part in (PARAMETERS, READINGS, GIVEN))
    for key in summary_of(reader, entry)["parameters_set"]:
        yield f"parametro {key}: {setting_text(PARAMETER, parameters[key])}"
    for key, reading in readings.items():
        if reading["adopted"]:
            yield f"lettura {key}: {setting_text(READING, reading)}"
    for section in given.values():
        for key, value in section.items():
            yield f"{key}: {setting_text(SUM, value)}"
    yield "file di dati:"
    yield from (f"  {file}  {known[:12]}" for file, known in sorted(told_in(reader, entry, INPUTS).items()))
