"""Which readings an ente adopts, by which act: the choice in force on every interpretation."""

from collections.abc import Iterable

from attrs import evolve, frozen

from merito.contract.rulebook import Interpretation, Readings
from merito.model.acts import Act
from merito.model.basis import Reading
from merito.model.source import Source
from merito.regulations import Stack
from merito.workspace.competent_acts import ActsAt
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problems
from merito.workspace.settings import SettingsFile
from merito.workspace.toml_files import as_toml

NO_ACT = "l'id dell'atto con cui l'ente adotta la lettura, presente nella tabella degli atti"
NO_AGREEMENT = "l'id dell'accordo che sta accanto all'atto, presente nella tabella degli atti"
NOT_ASKED = "nessun accordo: questa lettura non lo chiede"
NOT_OF_THE_ENTE = "un atto dell'ente, non su una persona o una posizione"
KEYS = frozenset({"choice", "act", "agreed"})
FORM = '{ choice = "...", act = "..." }, con agreed = "..." dove serve un accordo'


def read_readings(files: Iterable[SettingsFile], stack: Stack, there: ActsAt, problems: Problems) -> Readings:
    """The choice in force on every interpretation; one that must be adopted needs an act in effect.

    The act must come from the body that decides, with an agreement if bargaining must agree. If it adopts nothing, the
    choice of an earlier file applies, otherwise the default. An act that may be in unreadable data is not reported as
    missing. An entry about a retired reading adopts nothing: it is noted on the readings that replace it.
    """
    known, retired = stack.rulebook.interpretations, stack.rulebook.retired
    readings = {identifier: _standing(known[identifier]) for identifier in known}
    left: dict[str, list[str]] = {}
    for file in files:
        for identifier, raw in file.readings.items():
            if identifier in retired:
                left.setdefault(identifier, []).append(file.shown)
                continue
            if identifier not in known:
                near = suggestion(identifier, known) or f"Letture di questo regolamento: {', '.join(known)}."
                message = f"{file.where(identifier, readings=True)}: lettura sconosciuta"
                problems.tell(file.source(identifier, readings=True), message, remedy=near)
                continue
            reading = _Entry(file, known[identifier], there, problems).read(raw)
            if reading is None:
                continue
            before = readings[identifier]
            stands = before.adopted and not reading.adopted
            readings[identifier] = evolve(before, unfit=reading.unfit) if stands else reading
    for old, where in left.items():
        for one in retired[old]:
            told = (*readings[one].instead_of, f"{old} ({', '.join(where)})")
            readings[one] = evolve(readings[one], instead_of=told)
    return Readings(readings)


def _standing(interpretation: Interpretation) -> Reading:
    default = interpretation.default
    return Reading(interpretation.id, default, default, interpretation.must_adopt, adopted=False)


@frozen
class _Entry:
    """The entry of a file about one reading: `{ choice, act, agreed }`."""

    file: SettingsFile
    known: Interpretation
    there: ActsAt
    problems: Problems

    def read(self, raw: object) -> Reading | None:
        """The reading of the entry; None, and a problem, if the entry is invalid."""
        if not isinstance(raw, dict) or set(raw) - KEYS or "choice" not in raw:
            self._wrong("", as_toml(raw), FORM)
            return None
        choice, act_id, agreed_id = raw["choice"], raw.get("act"), raw.get("agreed")
        if not offered(f"{self._where}, choice", self._source, choice, self.known, self.problems):
            return None
        standing = _standing(self.known)
        if act_id is None and agreed_id is None and not self.known.must_adopt:
            return evolve(standing, choice=choice, adopted=True)
        if agreed_id is not None and not self.known.competence.agreed_by:
            self._wrong("agreed", str(agreed_id), NOT_ASKED)
            return None
        act, agreed = self._act("act", act_id, NO_ACT), None
        if agreed_id is not None:
            agreed = self._act("agreed", agreed_id, NO_AGREEMENT)
        if act is None or (agreed is None and agreed_id is not None):
            return None
        if not isinstance(act, Act):
            return evolve(standing, act=act)
        there = agreed if isinstance(agreed, Act) else None
        standing = evolve(standing, act=act.id, agreed=there.id if there else agreed_id)
        if not self.there.seen(act):
            return standing
        unfit = self.there.unfit(act, there, self.known.competence)
        return evolve(standing, unfit=unfit) if unfit else evolve(standing, choice=choice, adopted=True)

    def _act(self, key: str, identifier: object, expected: str) -> Act | str | None:
        """An act of the ente; only its id if it may exist unread; None, and a problem, if it does not exist."""
        act = self.there.acts.get(identifier) if isinstance(identifier, str) else None
        if act is None and isinstance(identifier, str) and (self.file.shared or self.there.unread(identifier)):
            return identifier
        if act is None or act.subject is not None:
            found = "" if identifier is None else str(identifier)
            self._wrong(key, found, expected if act is None else NOT_OF_THE_ENTE)
            return None
        return act

    def _wrong(self, key: str, found: str, expected: str) -> None:
        where = f"{self._where}, {key}" if key else self._where
        self.problems.tell(self._source, where, found=found, expected=expected, article=self.known.article)

    @property
    def _where(self) -> str:
        return self.file.where(self.known.id, readings=True)

    @property
    def _source(self) -> Source:
        return self.file.source(self.known.id, readings=True)


def offered(where: str, source: Source, choice: object, interpretation: Interpretation, problems: Problems) -> bool:
    """Whether an interpretation offers a choice; otherwise it is a problem."""
    if isinstance(choice, str) and choice in interpretation.choices:
        return True
    expected = "uno tra " + ", ".join(interpretation.choices)
    problems.tell(source, where, found=str(choice), expected=expected, article=interpretation.article)
    return False
