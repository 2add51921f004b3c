"""The inputs that a layer declares: tables and their columns, kinds of act, funds, tools and single figures.

Common tables are declared by the classes of their rows (`model.columns`); the `inputs.toml` of a plugin adds to them.
Every name has an Italian label, which an ente may write instead.
"""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from merito.contract.bodies import merged
from merito.contract.offices import BodyKind, Office
from merito.contract.proceedings import Proceeding
from merito.contract.rulebook import Competence
from merito.model.amended import CORRECTED
from merito.model.columns import Column, Table
from merito.model.forms import Forms
from merito.model.publication import PublishedTable

COLUMN_KINDS = (
    "id",
    "ref",
    "text",
    "number",
    "points",
    "weight",
    "money",
    "date",
    "yes_no",
    "choice",
    "figure",
    "moment",
    "year",
    "tool",
    "who",
    "amended",
)
WITHIN = ("year", "process", "around", "plan", "career")
PAYS = ("merit", "result", "post")
RESULT, POST = "result", "post"
REWARDS = "rewards"
REFERENCES = {
    "person": "people",
    "unit": "units",
    "position": "positions",
    "objective": "objectives",
    "indicator": "indicators",
    "area": "areas",
    "dashboard": "dashboards",
    "act": "acts",
    "amendment": "amendments",
}
IN_ITALIAN = {
    "persona": "person",
    "dipendente": "person",
    "unita": "unit",
    "struttura": "unit",
    "posizione": "position",
    "obiettivo": "objective",
    "indicatore": "indicator",
    "cruscotto": "dashboard",
    "atto": "act",
    "variazione": "amendment",
}  # Italian prefixes of a reference, without accents
READ_WITH = {"ratings": "returned_ratings"}
"""Tables whose rows are read together with those of another, so that they may have its extra columns too."""
PLAN_TABLES = (
    "areas",
    "objectives",
    "weights",
    "resources",
    "indicators",
    "targets",
    "activities",
    "dashboards",
    "dashboard_rows",
)
AMENDED_TABLES = (*PLAN_TABLES, *CORRECTED)
FIGURE_KINDS = ("number", "percent", "money", "date", "text", "yes_no")


@frozen(kw_only=True)
class Content:
    """Something that an act must contain, by its code in the column of contents (Italian: `label`).

    `title` is its name (Italian), `rule` the rule of the layer that requires it, `cites` the article.
    """

    code: str
    label: str
    title: str
    rule: str
    cites: str = ""


@frozen(kw_only=True)
class ActKind:
    """A kind of act: the bodies that may give it (empty if the text names none), and what it is about (ente, person).

    `by` are the codes of these bodies, `body` their titles (Italian). `by_ente_kind` is the body that a law names for
    single kinds of ente instead.

    An act belongs to one cycle unless its kind is `lasting`: a decision for several years, an appointment. With
    `after_year` it decides on the results of a year that has ended. With `advisory` it counts even if its outcome is
    contrary, because the body was heard. `pays` are the tools whose money it pays out, or REWARDS: all but the pay of
    posts. With `adopts_run` it approves or pays the outcome of a cycle, so that a run can become the official one.
    `concludes` is the letter of the phase that is not complete before the act, if the act is due.

    `contents` are the things that it must contain, by their codes. `body_rule` is the rule that assigns it to its body,
    for findings about acts of another body. `signer_not_subject` is the rule by which nobody signs it about themselves.
    `fixes` is the tool whose sums it fixes: without a subject, it is about everybody in the roles of that tool.
    With `corrects` it decides on measures or ratings, as an appeal or a correction does. With `reserved` findings about
    it are reserved, because it is about somebody in no table, such as a member of a body.
    """

    kind: str
    label: str
    title: str
    by: tuple[str, ...] = ()
    body: str = ""
    by_ente_kind: Mapping[str, str] = field(factory=dict)
    about: str = "ente"
    cites: str = ""
    lasting: bool = False
    after_year: bool = False
    advisory: bool = False
    pays: tuple[str, ...] = ()
    adopts_run: bool = False
    concludes: str = ""
    contents: Mapping[str, Content] = field(factory=dict)
    body_rule: str = ""
    signer_not_subject: str = ""
    fixes: str = ""
    reserved: bool = False
    corrects: bool = False

    @property
    def held_to(self) -> frozenset[str]:
        """The rules that acts of this kind are checked against."""
        named = (self.body_rule, self.signer_not_subject, *(one.rule for one in self.contents.values()))
        return frozenset(filter(None, named))


@frozen(kw_only=True)
class Tool:
    """A tool: it pays merit (an award of Titolo III), result pay, or a post.

    A gate on the whole phase of rewards does not stop the pay of a post; it stops result pay and merit.

    `decree` is the article of D.Lgs. 150/2009 that it implements (`art. 21`), if one is named. `funds` are those that
    it divides; without them it may divide any. `never_less`: with all else equal, a better score is never due less.
    `roles` are those whose evaluation it pays without a candidacy; with `holders`, it so pays evaluated holders of a
    post. `by_own_score`: what a person is due depends on the evaluation of others only where its `rests_on` says so;
    without it, every sum may depend on all evaluations. `competence` is who decides how its money is divided.
    """

    name: str
    label: str
    title: str
    cites: str
    pays: str = "merit"
    decree: str = ""
    funds: tuple[str, ...] = ()
    never_less: bool = False
    roles: tuple[str, ...] = ()
    holders: bool = False
    by_own_score: bool = False
    competence: Competence = field(factory=Competence)


@frozen(kw_only=True)
class Named:
    """A fund or a single figure: English name, Italian label, kind and citation."""

    name: str
    label: str
    title: str = ""
    kind: str = "money"
    cites: str = ""


@frozen(kw_only=True)
class Inputs:
    """Everything that may be read for an ente; later layers add to earlier ones.

    `uses` are the common tables that a layer uses; empty if it does not say. `published` are the tables that a law
    requires to be published, as `published.toml` declares them; `printed` are the forms of `forms.toml`.
    """

    tables: Mapping[str, Table] = field(factory=dict)
    acts: Mapping[str, ActKind] = field(factory=dict)
    funds: Mapping[str, Named] = field(factory=dict)
    tools: Mapping[str, Tool] = field(factory=dict)
    figures: Mapping[str, Named] = field(factory=dict)
    columns: Mapping[str, Mapping[str, Column]] = field(factory=dict)
    offices: Mapping[str, Office] = field(factory=dict)
    bodies: Mapping[str, BodyKind] = field(factory=dict)
    proceedings: Mapping[str, Proceeding] = field(factory=dict)
    uses: tuple[str, ...] = ()
    published: Mapping[str, PublishedTable] = field(factory=dict)
    printed: Forms = field(factory=Forms)

    @property
    def held_to(self) -> frozenset[str]:
        """The rules that acts, appointments and bodies are checked against as data."""
        held = [one.held_to for one in self.acts.values()]
        held += [one.held_to for one in self.offices.values()]
        held += [one.held_to for one in self.proceedings.values()]
        return frozenset().union(*held, {one.rule for one in self.bodies.values() if one.rule})

    def given_by(self, kind: str, by: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The codes of the bodies that give a required act: `by`, if a gate names one, otherwise those of its kind."""
        return by or (self.acts[kind].by if kind in self.acts else ())

    def plus(self, other: "Inputs") -> "Inputs":
        """These inputs with those of a later layer; its extra columns are added to the tables they name."""
        tables = {**self.tables, **other.tables}
        for name, columns in other.columns.items():
            if name in tables:
                tables[name] = evolve(tables[name], columns={**tables[name].columns, **columns})
            if (beside := tables.get(READ_WITH.get(name, ""))) is not None:
                free = {key: evolve(column, required=False) for key, column in columns.items()}
                tables[beside.name] = evolve(beside, columns={**beside.columns, **free})
        return Inputs(
            tables=tables,
            acts={**self.acts, **other.acts},
            funds={**self.funds, **other.funds},
            tools={**self.tools, **other.tools},
            figures={**self.figures, **other.figures},
            offices={**self.offices, **other.offices},
            bodies=merged(self.bodies, other.bodies),
            proceedings={**self.proceedings, **other.proceedings},
            published={**self.published, **other.published},
            printed=self.printed.plus(other.printed),
        )
