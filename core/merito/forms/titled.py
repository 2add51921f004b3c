"""Titles for ids on a form: of the plan, of funds and tools; names of people if the form is reserved."""

from collections.abc import Mapping

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.dossier import Dossier
from merito.wording.acts import act_text
from merito.wording.titles import titles
from merito.workspace.people_names import Named, names_apart

PERSON = "person:"
GRADED = ("area", "unit", "objective", "dashboard", "indicator")


@frozen(eq=False)
class Titles:
    """Titles by subject, and the names of people by id, homonyms told apart; a public form has no names."""

    by_subject: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, dossier: Dossier, inputs: Inputs, names: Mapping[str, Named]) -> "Titles":
        """Those of a dossier and its regulation."""
        found = titles(dossier)
        for kind, declared in (("fund", inputs.funds), ("tool", inputs.tools)):
            found.update({f"{kind}:{name}": one.title or one.label for name, one in declared.items()})
        found.update({f"manager:{unit.id}": unit.name for unit in dossier.units})
        found.update({f"act:{act.id}": act_text(act, inputs.acts) for act in dossier.acts})
        for kind in ("ente", "area", "unit"):
            found.setdefault(f"{kind}:{dossier.ente.id}", dossier.ente.name)
        return cls(found, names_apart(names, dossier))

    @property
    def graded(self) -> dict[str, str]:
        """Titles for the ids of graded objects, if an id names only one thing."""
        found: dict[str, set[str]] = {}
        for subject, title in self.by_subject.items():
            kind, _, identifier = subject.partition(":")
            if kind in GRADED and title:
                found.setdefault(identifier, set()).add(title)
        return {one: title for one, (title, *others) in found.items() if not others}

    def person(self, identifier: str) -> str:
        """A person by name, or by id if no name is given."""
        return self.names.get(identifier) or identifier

    def told(self, value: str, kind: str) -> str:
        """The text for an id: a person's name, the title of another kind; several ids one after the other."""
        bare = value.removeprefix(PERSON)
        if kind == "name":
            return self.by_subject.get(bare, bare) if ":" in bare else self.person(bare)
        found = [self.by_subject.get(one if ":" in one else f"{kind}:{one}", "") or one for one in bare.split()]
        return ", ".join(found)

    def subject(self, kind: str, identifier: str) -> str:
        """The title of the subject of a sheet."""
        if kind == "person":
            return self.person(identifier)
        return self.by_subject.get(f"{kind}:{identifier}", "") or identifier
