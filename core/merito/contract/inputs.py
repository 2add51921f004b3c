"""What a layer reads: tables and their columns, kinds of act, funds, tools and single figures.

The common tables stand on the classes of their rows (`model.columns`); the `inputs.toml` of a plugin adds to them.
Every name has an Italian label, which an ente may write instead of it.
"""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from merito.contract.offices import BodyKind, Office
from merito.contract.proceedings import Proceeding
from merito.model.columns import Column, Table
from merito.model.forms import Forms
from merito.model.plan import CORRECTED
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
}  # what an ente may write before the id of a reference, without accents
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
    """Something that an act must hold, by the code with which the column of contents names it (Italian: `label`).

    `title` says what it is (Italian), `rule` which rule of the layer asks for it, `cites` where it says so.
    """

    code: str
    label: str
    title: str
    rule: str
    cites: str = ""


@frozen(kw_only=True)
class ActKind:
    """A kind of act: who gives it (empty where the text does not say), about what (ente, person, position, ...).

    Every cycle has its own, unless it is `lasting`: a decision for several years, an appointment. One `after_year`
    decides on the results of a year that has ended. An `advisory` one counts also where its outcome is contrary: it was
    heard. `pays` are the tools whose money it pays out, or REWARDS: all but the pay of posts. One that `adopts_run`
    approves the outcome of a cycle, or pays it: with it a run becomes the official one. `concludes` is the letter of
    the phase that is not over before the act, where it is due.

    `contents` are what it must hold, by their codes. `body_rule` is the rule that gives it to its body, where an act of
    another one is told; `signer_not_subject`, the rule by which nobody signs it about oneself.
    One that `corrects` decides on what was measured or rated, as an appeal or a correction does.
    What is found about one that is `reserved` is told apart: it is about somebody in no table, as a member of a body.
    """

    kind: str
    label: str
    title: str
    body: str = ""
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
    reserved: bool = False
    corrects: bool = False

    @property
    def held_to(self) -> frozenset[str]:
        """The rules to which acts of the kind are held."""
        named = (self.body_rule, self.signer_not_subject, *(one.rule for one in self.contents.values()))
        return frozenset(filter(None, named))


@frozen(kw_only=True)
class Tool:
    """A tool: it pays merit (an award of Titolo III), result pay, or a post.

    No gate on the whole phase of rewards stops the pay of a post; result pay is stopped as merit is.

    `decree` is the article of D.Lgs. 150/2009 that it carries out (`art. 21`), where one is named. `funds` are those
    that it divides; without them, it may divide any. `never_less`: all else equal, a better score is never due less.
    `roles` are those whose evaluation it pays without a candidacy; with `holders`, that of whoever holds a post.
    `by_own_score`: what one is due rests on the evaluation of somebody else only where its `rests_on` says so; without
    it, the sums of all may rest on those of all.
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

    `uses` are the common tables that a layer uses; none where it does not say it. `published` are the tables that a law
    has published, as `published.toml` declares them, `printed` the forms of `forms.toml`.
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
        """The rules that acts, appointments and bodies are held to as data."""
        held = [one.held_to for one in self.acts.values()]
        held += [one.held_to for one in self.offices.values()]
        held += [one.held_to for one in self.proceedings.values()]
        return frozenset().union(*held, {one.rule for one in self.bodies.values()})

    def plus(self, other: "Inputs") -> "Inputs":
        """These inputs with those of a later layer; its extra columns are put into the tables they name."""
        tables = {**self.tables, **other.tables}
        for name, columns in other.columns.items():
            if name in tables:
                tables[name] = evolve(tables[name], columns={**tables[name].columns, **columns})
        return Inputs(
            tables=tables,
            acts={**self.acts, **other.acts},
            funds={**self.funds, **other.funds},
            tools={**self.tools, **other.tools},
            figures={**self.figures, **other.figures},
            offices={**self.offices, **other.offices},
            bodies={**self.bodies, **other.bodies},
            proceedings={**self.proceedings, **other.proceedings},
            published={**self.published, **other.published},
            printed=self.printed.plus(other.printed),
        )
