"""How an office reads messages: what is referred to stands by its title or name, an act by body, number and day."""

from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from merito.contract.inputs import Inputs, Named, Tool
from merito.contract.rulebook import Rulebook
from merito.model.dossier import Dossier
from merito.model.messages import Reader, Ref
from merito.model.record import Record
from merito.wording.acts import act_text
from merito.wording.coded import PHASES
from merito.wording.figures import table_text
from merito.wording.tables import title_of
from merito.wording.titles import titles
from merito.workspace.heads import find_table

NO_NAMES: Mapping[str, str] = {}
NO_INPUTS, NO_RULES = Inputs(), Rulebook()


@frozen(eq=False)
class OfficeNames:
    """What an ente calls the objects of a message; `people` are names by id, `labels` those of parameters by key.

    On `paper` ids and codes are left out: an object is its title, a rule or a reading its article.
    """

    dossier: Dossier
    inputs: Inputs
    rulebook: Rulebook
    titled: Mapping[str, str]
    labels: Mapping[str, str]
    paper: bool

    def __call__(self, ref: Ref) -> str:
        """`«Ufficio studi» (PO07)`, `Rossi Maria (E7)`, `«Approvazione del Piano (Giunta, n. 12 del 28/1/2021)»`."""
        named = self._of_kind().get(ref.kind)
        return named(ref.id) if named else self._titled(ref)

    def _of_kind(self) -> Mapping[str, Callable[[str], str]]:
        return {
            "act": self._act,
            "fund": lambda name: self._declared(name, self.inputs.funds),
            "parameter": self._parameter,
            "person": self._person,
            "phase": lambda letter: PHASES.get(letter, letter),
            "reading": self._cited,
            "rule": self._cited,
            "table": self._table,
            "tool": lambda name: self._declared(name, self.inputs.tools),
        }

    def _act(self, identifier: str) -> str:
        known = self.dossier.acts.get(identifier)
        return _quoted(act_text(known, self.inputs.acts)) if known else identifier

    def _person(self, identifier: str) -> str:
        name = self.titled.get(f"person:{identifier}")
        return name if name and self.paper else f"{name} ({identifier})" if name else identifier

    def _declared(self, name: str, known: Mapping[str, Named | Tool]) -> str:
        if name not in known:
            return name
        title = _quoted(known[name].title)
        return title if self.paper else f"{title} ({name})"

    def _parameter(self, key: str) -> str:
        label = self.labels.get(key, "")
        return _quoted(label or key) if self.paper or not label else f"{_quoted(label)} ({key})"

    def _cited(self, identifier: str) -> str:
        return self.rulebook.cite(identifier) if self.paper else identifier

    def _table(self, name: str) -> str:
        """A table by its title: `«Punti delle valutazioni» (valutazioni_fattori)`."""
        known = find_table(name, self.inputs.tables)
        if known is None:
            return table_text(name)
        title = _quoted(title_of(known))
        return title if self.paper else f"{title} ({known.label})"

    def _titled(self, ref: Ref) -> str:
        title = self.titled.get(f"{ref.kind}:{ref.id}")
        if not title or title == ref.id:
            return ref.id
        return _quoted(title) if self.paper else f"{_quoted(title)} ({ref.id})"


def _quoted(title: str) -> str:
    return f"«{title}»"


def labels_of(record: Record) -> Mapping[str, str]:
    """The labels of the parameters that an ente has set, by key."""
    return {one.key: one.label for one in record.parameters_set}


def office_reader(
    dossier: Dossier,
    inputs: Inputs = NO_INPUTS,
    people: Mapping[str, str] = NO_NAMES,
    rulebook: Rulebook = NO_RULES,
    labels: Mapping[str, str] = NO_NAMES,
) -> Reader:
    """Writes messages for the office of an ente."""
    persons = {f"person:{person}": name for person, name in people.items()}
    named = OfficeNames(dossier, inputs, rulebook, {**titles(dossier), **persons}, labels, paper=False)
    return Reader(named=named)


def on_paper(reader: Reader) -> Reader:
    """The same for a letter or a sheet: no codes, no ids, no exact fractions."""
    named = reader.named
    assert isinstance(named, OfficeNames)
    return evolve(reader, named=evolve(named, paper=True), citing=False, exact=False)
