"""Which readings an ente adopts, with which act: the choice in force on every unclear passage."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import evolve

from merito.model.acts import Act
from merito.model.basis import Reading
from merito.model.source import Source
from merito.regulations import Stack
from merito.rulebook import Interpretation, Readings
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems
from merito.workspace.settings import SettingsFile
from merito.workspace.toml_files import as_toml

NO_ACT = "l'id dell'atto con cui l'ente adotta la lettura, presente nella tabella degli atti"
NOT_OF_THE_ENTE = "un atto dell'ente, non su una persona o una posizione"


def read_readings(
    files: Iterable[SettingsFile],
    stack: Stack,
    acts: Iterable[Act],
    unread: Callable[[str], bool],
    year: int,
    as_of: date,
    problems: Problems,
) -> Readings:
    """The choice in force on every interpretation; one that must be adopted needs an act, seen at `as_of`.

    Where the act named is not in force, the choice of an earlier file stands, or else the default. Nothing is said of
    an act that may be there, `unread` for what is wrong in its table.
    """
    by_id = {act.id: act for act in acts}
    known = stack.rulebook.interpretations
    readings = {identifier: _standing(known[identifier]) for identifier in known}
    for file in files:
        for identifier, raw in file.readings.items():
            reading = _chosen(file, identifier, raw, stack, by_id, unread, year, as_of, problems)
            if reading is not None and (reading.adopted or not readings[identifier].adopted):
                readings[identifier] = reading
    return Readings(readings)


def _standing(interpretation: Interpretation) -> Reading:
    default = interpretation.default
    return Reading(interpretation.id, default, default, interpretation.must_adopt, adopted=False)


def _chosen(
    file: SettingsFile,
    identifier: str,
    raw: object,
    stack: Stack,
    acts: Mapping[str, Act],
    unread: Callable[[str], bool],
    year: int,
    as_of: date,
    problems: Problems,
) -> Reading | None:
    where, source = f"[readings] {identifier}", Source(file.shown, 0)
    known = stack.rulebook.interpretations
    interpretation = known.get(identifier)
    if interpretation is None:
        near = suggestion(identifier, known) or f"Letture di questo regolamento: {', '.join(known)}."
        problems.add(Problem(source=source, message=f"{where}: lettura sconosciuta", remedy=near))
        return None
    if not isinstance(raw, dict) or set(raw) - {"choice", "act"} or "choice" not in raw:
        problems.add(_unfit(where, source, as_toml(raw), '{ choice = "...", act = "..." }', interpretation))
        return None
    choice, act_id = raw["choice"], raw.get("act")
    if not offered(f"{where}, choice", source, choice, interpretation, problems):
        return None
    adopted = Reading(identifier, choice, interpretation.default, interpretation.must_adopt, adopted=True)
    if act_id is None and not interpretation.must_adopt:
        return adopted
    act = acts.get(act_id) if isinstance(act_id, str) else None
    if act is None and isinstance(act_id, str) and (file.shared or unread(act_id)):
        return evolve(_standing(interpretation), act=act_id)
    if act is None or act.subject is not None:
        expected = NO_ACT if act is None else NOT_OF_THE_ENTE
        found = "" if act_id is None else str(act_id)
        problems.add(_unfit(f"{where}, act", source, found, expected, interpretation))
        return None
    return evolve(adopted if act.seen(year, as_of) else _standing(interpretation), act=act.id)


def offered(where: str, source: Source, choice: object, interpretation: Interpretation, problems: Problems) -> bool:
    """Whether an interpretation offers a choice; it is a problem where it does not."""
    if isinstance(choice, str) and choice in interpretation.choices:
        return True
    expected = "uno tra " + ", ".join(interpretation.choices)
    problems.add(_unfit(where, source, str(choice), expected, interpretation))
    return False


def _unfit(where: str, source: Source, found: str, expected: str, interpretation: Interpretation) -> Problem:
    return Problem(source=source, message=where, found=found, expected=expected, article=interpretation.article)
