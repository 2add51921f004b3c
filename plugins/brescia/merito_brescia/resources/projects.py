"""The variable resources of the year: the value of all projects, within a range of the two funds (par. 5 n. 1-2; 6).

Each project has one of the text's coefficients; acts and money must be there before its value enters the funds.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar, cast

from merito import (
    Basis,
    InForce,
    Intermediate,
    Message,
    Money,
    Percent,
    Project,
    Ref,
    ResultRows,
    Severity,
    Step,
    TableRow,
    kit,
    numbers,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Number, fraction, product, quotient
from merito_brescia import telling
from merito_brescia.planning.acts import acts_by

SUBJECT = "resources:progetti"  # no row has this subject: an error on it refuses the valuation and stops no phase
TOTAL_READING, WITHOUT_PROJECTS = "I-BS-34", "without_projects"
STABLE = {"stable_managers": "stabili_dirigenti", "stable_staff": "stabili_dipendenti"}
SHARES = ("project_share_managers", "project_share_staff")
RANGE = ("projects_least", "projects_most")
OTHER, NO_OTHER, SET_ASIDE = "other_variable", say("altre_variabili tra i valori dell'anno"), "projects_budget"
BUDGET, UNIT_VALUE, ASSIGNMENT = "budget", "unit_value", "resource_assignment"
NEEDED = {
    "projects_certification": ("oiv", say("la certificazione dell'OIV sulla valorizzazione dei progetti")),
    BUDGET: ("council", say("l'approvazione del bilancio preventivo, che spetta al Consiglio")),
}
COMPARED = say("confronta con questi valori l'atto dell'anno")
ADOPTED = say("l'ente ha adottato la sua, e nulla resta da fare")
TO_ADOPT = say("l'ente ne adotta una con un atto, prima che le risorse entrino nei fondi")
TIED = ("strategic", "operational", "")

Figure = TypeVar("Figure", Decimal, Fraction)


class Both(NamedTuple, Generic[Figure]):
    """A figure of each of the two funds."""

    managers: Figure
    staff: Figure

    @property
    def total(self) -> Figure:
        return self.managers + self.staff


class Range(NamedTuple):
    """The least and the most share that projects may be of the two funds, counted with or without the projects."""

    least: Fraction
    most: Fraction
    with_projects: bool

    def limits(self, rest: Number) -> tuple[Fraction, Fraction]:
        """The least and the most value (euro, exact) of the projects, given `rest`, all the other resources."""
        of_rest = [one / (1 - one) if self.with_projects else one for one in (self.least, self.most)]
        return product(rest, of_rest[0]), product(rest, of_rest[1])

    def total(self, value: Number, rest: Number) -> Fraction:
        """The total (euro) of which the projects' value is a share."""
        return fraction(rest) + (fraction(value) if self.with_projects else 0)

    def share(self, value: Number, rest: Number) -> Fraction | None:
        """The projects' share of that total; None if it is zero."""
        total = self.total(value, rest)
        return quotient(value, total) if total else None

    def holds(self, value: Number, rest: Number) -> bool:
        """Whether the value is in the range, limits included; never if `rest` is not positive."""
        low, high = self.limits(rest)
        return fraction(rest) > 0 and low <= fraction(value) <= high

    def admitted(self, unit: Fraction, rest: Number) -> tuple[int, int] | None:
        """The least and the most whole points in the range, `unit` being the value of one (euro); None without any."""
        if not unit:
            return None
        low, high = self.limits(rest)
        least, most = (-numbers.whole_down(quotient(-low, unit)), numbers.whole_down(quotient(high, unit)))
        return (least, most) if least <= most else None

    @property
    def told(self) -> Message:
        """Both limits, in words."""
        return say("{least}-{most}", least=Percent(self.least * HUNDRED), most=Percent(self.most * HUNDRED))


def unit_values(stable: Both[Decimal], shares: Both[Fraction]) -> Both[Fraction]:
    """The value of one point in each fund (euro, exact, I-BS-33): the `shares` of the `stable` resources."""
    return Both(product(stable.managers, shares.managers), product(stable.staff, shares.staff))


def worth(points: Number, unit: Both[Fraction]) -> Both[Decimal]:
    """The value of some points (euro): each fund's part half up to the cent."""
    managers, staff = (numbers.cents_half_up(product(one, points)) for one in unit)
    return Both(managers, staff)


class Valuation(NamedTuple):
    """Projects valued (euro). `other` are the other variable resources of both funds: None if they are not given."""

    coefficients: Mapping[str, Fraction]
    stable: Both[Decimal]
    shares: Both[Fraction]
    other: Decimal | None
    allowed: Range
    inputs: tuple[object, ...]
    parameters: tuple[InForce[object], ...]

    @property
    def points(self) -> Fraction:
        return sum(self.coefficients.values(), Fraction(0))

    @property
    def unit(self) -> Both[Fraction]:
        return unit_values(self.stable, self.shares)

    @property
    def worth(self) -> Both[Decimal]:
        return worth(self.points, self.unit)

    @property
    def exact(self) -> Fraction:
        """The value of the projects before it is rounded to cents: the range is tested on it (I-X-01)."""
        return product(self.unit.total, self.points)

    @property
    def rest(self) -> Decimal | None:
        """The two funds without the projects."""
        return None if self.other is None else self.stable.total + self.other

    @property
    def otherwise(self) -> Range:
        """The range under the other reading of the total (I-BS-34)."""
        return self.allowed._replace(with_projects=not self.allowed.with_projects)

    @property
    def in_range(self) -> bool | None:
        """Whether the value is in the range; None if it cannot be tested."""
        return None if self.rest is None else self.allowed.holds(self.exact, self.rest)

    @property
    def disputed(self) -> bool:
        """Whether the two readings of the total decide differently."""
        return self.rest is not None and self.in_range != self.otherwise.holds(self.exact, self.rest)


def valuation(step: Step) -> Valuation | None:
    """The projects valued; None if there are none, or something is missing."""
    dossier = step.dossier
    if not dossier.projects or _lacking(step):
        return None
    managers, staff, least, most = (step.parameters.share(key) for key in (*SHARES, *RANGE))
    figures, other = [dossier.figures[key] for key in STABLE], dossier.figures.get(OTHER)
    return Valuation(
        coefficients={one.id: cast(Fraction, coefficient_of(step, one)) for one in dossier.projects},
        stable=Both(*(one.euro for one in figures)),
        shares=Both(managers.value, staff.value),
        other=other.euro if other else None,
        allowed=Range(least.value, most.value, step.readings[TOTAL_READING].choice != WITHOUT_PROJECTS),
        inputs=(*dossier.projects, *figures, *((other,) if other else ())),
        parameters=(managers, staff, least, most),
    )


def _lacking(step: Step) -> list[Message]:
    """What is missing to value the projects of the year."""
    without = [one.id for one in step.dossier.projects if coefficient_of(step, one) is None]
    named = tuple(Ref("project", one) for one in without)
    why = [say("un coefficiente ammesso per {projects}", projects=named)] if without else []
    unwritten = (label for key, label in STABLE.items() if key not in step.dossier.figures.by_id)
    return why + [say("{figure} tra i valori dell'anno", figure=label) for label in unwritten]


def coefficient_of(step: Step, project: Project) -> Fraction | None:
    """The coefficient of a project, if it is one of those in the text."""
    given = None if project.coefficient is None else fraction(project.coefficient)
    return given if given in _coefficients(step).values() else None


def _coefficients(step: Step) -> Mapping[str, Fraction]:
    """The coefficients of the text, by degree of relevance."""
    return cast("Mapping[str, Fraction]", step.parameters.table("project_coefficients").value)


def state_of(step: Step, known: Valuation) -> Message:
    """The state of the valuation: refused, to be verified, waiting, or in the funds."""
    if known.in_range is None:
        return say("da verificare: manca {lack}", lack=NO_OTHER)
    if not known.in_range:
        return say("rifiutata: fuori dall'intervallo")
    why = _waiting(step, known)
    return say("in attesa: manca {lacks}", lacks=several(*why)) if why else say("nei fondi")


def _waiting(step: Step, known: Valuation) -> list[Message]:
    """What the value waits for. No gate can express this: the money belongs to no phase, tool or row."""
    why = [what for kind, (body, what) in NEEDED.items() if not acts_by(step, body, kind)]
    if not step.readings[TOTAL_READING].adopted and known.disputed:
        why.append(say("la scelta dell'ente sulla lettura {reading}", reading=Ref("reading", TOTAL_READING)))
    aside = step.dossier.figures.get(SET_ASIDE)
    if aside is None:
        why.append(say("l'importo stanziato in bilancio per i progetti (stanziamento_progetti tra i valori dell'anno)"))
    elif aside.euro < known.worth.total:
        short = Money(known.worth.total - aside.euro)
        why.append(say("in bilancio lo stanziamento di {short} oltre a {aside}", short=short, aside=Money(aside.euro)))
    return why


@rule("BS-SM-5.0", "I-BS-33", hook="merito_check_plan")
def what_the_resources_wait_for(step: Step) -> ResultRows:
    known = valuation(step)
    if known is None:
        return
    for what in _waiting(step, known):
        why = say(
            "le risorse variabili dei progetti non entrano ancora nei fondi: manca {what}; entrano il giorno in cui "
            "c'è, prima che le risorse si assegnino alle Aree",
            what=what,
        )
        yield telling.resources("warning", "BS-SM-5.0", why, SUBJECT)
    if not step.acts_of(UNIT_VALUE):
        why = say(
            "manca l'atto che stabilisce ogni anno il valore unitario per punto di coefficiente ({reading}): lo adotta "
            "chi costituisce i fondi (il testo non dice quale organo), prima che le risorse si assegnino alle Aree; "
            "chi tiene gli atti lo scrive (valore_punto)",
            reading=Ref("reading", "I-BS-33"),
        )
        yield telling.resources("info", "BS-SM-5.2f", why, SUBJECT)


@rule("BS-SM-5.1", "I-BS-36", hook="merito_check_plan")
def coefficients_of_projects(step: Step) -> ResultRows:
    """A coefficient that the text does not list refuses the whole valuation, since every figure of it depends on it."""
    for project in step.dossier.projects:
        for severity, why in _of_project(step, project):
            told = say("progetto {project}: {why}", project=Ref("project", project.id), why=why)
            yield telling.resources(severity, "BS-SM-5.1", told, SUBJECT, project)


def _of_project(step: Step, project: Project) -> Iterator[tuple[Severity, Message]]:
    given = project.coefficient
    if given is None:
        yield "warning", say("manca il coefficiente: il valore dei progetti non si può calcolare")
    elif coefficient_of(step, project) is None:
        degrees = _coefficients(step).items()
        scale = tuple(say("{coefficient} ({degree})", coefficient=value, degree=name) for name, value in degrees)
        yield "error", say("coefficiente {given}: sono ammessi {scale}; valore rifiutato", given=given, scale=scale)
    if not project.reason.strip():
        yield "warning", say("manca la motivazione del coefficiente ({reading})", reading=Ref("reading", "I-BS-36"))
    if given is not None and project.relevance is not None and project.relevance != given:
        why = say(
            "la rilevanza {relevance} non è il coefficiente {given}: conta il coefficiente",
            relevance=project.relevance,
            given=given,
        )
        yield "warning", why


@rule("BS-SM-5.2f", "BS-SM-5.2r", "I-BS-32", "I-BS-33", "I-BS-34", "I-BS-35", hook="merito_check_plan")
def value_within_the_range(step: Step) -> ResultRows:
    """Outside the range the valuation is refused, with the points that would be admitted; nothing else is stopped."""
    known = valuation(step)
    if known is not None:
        managers, staff = known.unit
        value = known.worth
        why = say(
            "un punto di coefficiente vale {managers} € per i dirigenti e {staff} € per i dipendenti; {points} punti "
            "valgono {of_managers} e {of_staff}, in tutto {total}: chi costituisce i fondi {does}",
            managers=managers,
            staff=staff,
            points=known.points,
            of_managers=Money(value.managers),
            of_staff=Money(value.staff),
            total=Money(value.total),
            does=COMPARED if step.acts_of(UNIT_VALUE) else say("li stabilisce con l'atto dell'anno (valore_punto)"),
        )
        yield telling.resources("info", "BS-SM-5.2f", why, SUBJECT, *known.inputs)
        for severity, why in _range(known, step.readings[TOTAL_READING].adopted):
            yield telling.resources(severity, "BS-SM-5.2r", why, SUBJECT, *known.inputs)
    elif step.dossier.projects:
        why = say(
            "il valore dei progetti non si può calcolare: manca {lacks}; lo scrive chi costituisce i fondi",
            lacks=several(*_lacking(step)),
        )
        yield telling.resources("warning", "BS-SM-5.2f", why, SUBJECT)


def _range(known: Valuation, adopted: bool) -> Iterator[tuple[Severity, Message]]:
    rest = known.rest
    if rest is None:
        zero = known.allowed.share(known.exact, known.stable.total)
        why = say(
            "l'intervallo del valore dei progetti non si può verificare: manca {lack}, e chi costituisce i fondi lo "
            "scrive",
            lack=NO_OTHER,
        )
        if zero is not None:
            share = Percent(zero * HUNDRED)
            why = several(why, say("se fossero zero, la quota dei progetti sarebbe {share}", share=share))
        yield "warning", why
        return
    if not known.in_range:
        remedy = say("chi pondera i progetti ne cambia i coefficienti, o il valore non entra nei fondi")
        yield "error", several(_out(known, rest), _points(known, rest, known.allowed), remedy)
    if known.disputed:
        values: dict[str, Any] = {
            "range": known.otherwise.told,
            "how": say("con i progetti") if known.otherwise.with_projects else say("senza i progetti"),
            "points": _points(known, rest, known.otherwise),
            "reading": Ref("reading", TOTAL_READING),
            "remedy": ADOPTED if adopted else TO_ADOPT,
        }
        if known.in_range:
            why = say(
                "secondo l'altra lettura ({range} dei due fondi {how}) il valore non sarebbe ammesso; {points} "
                "({reading}): {remedy}",
                **values,
            )
        else:
            why = say(
                "secondo l'altra lettura ({range} dei due fondi {how}) il valore sarebbe ammesso; {points} "
                "({reading}): {remedy}",
                **values,
            )
        yield "info" if adopted else "warning", why


def _out(known: Valuation, rest: Decimal) -> Message:
    """How far the value is from the range."""
    allowed, value = known.allowed, known.exact
    low, high = allowed.limits(rest)
    share = allowed.share(value, rest)
    if share is None or not rest:
        return say(
            "i progetti valgono {worth}, ma nei due fondi non c'è altra risorsa: il valore è rifiutato",
            worth=Money(known.worth.total),
        )
    values: dict[str, Any] = {
        "worth": Money(known.worth.total),
        "share": Percent(share * HUNDRED),
        "of": say("dei due fondi") if allowed.with_projects else say("dei due fondi senza i progetti"),
        "total": Money(numbers.cents_half_up(allowed.total(value, rest))),
        "range": allowed.told,
    }
    if value < low:
        return say(
            "i progetti valgono {worth}, cioè {share} {of} ({total}): {away} sotto l'intervallo {range}; il valore è "
            "rifiutato",
            **values,
            away=Money(numbers.cents_up(low - value)),
        )
    return say(
        "i progetti valgono {worth}, cioè {share} {of} ({total}): {away} sopra l'intervallo {range}; il valore è "
        "rifiutato",
        **values,
        away=Money(numbers.cents_up(value - high)),
    )


def _points(known: Valuation, rest: Decimal, allowed: Range) -> Message:
    """The sums of coefficients that are admitted (I-BS-35)."""
    found = allowed.admitted(known.unit.total, rest)
    if found is None:
        return say("con queste risorse nessuna somma di coefficienti è ammessa")
    return say(
        "la somma dei coefficienti è {points}: sono ammessi da {least} a {most} punti",
        points=known.points,
        least=found[0],
        most=found[1],
    )


@rule("BS-SM-5.2f", hook="merito_transparency")
def value_of_each_project(step: Step) -> ResultRows:
    """What each project is worth in the two funds; the parts sum to the value of all projects, to the cent."""
    known = valuation(step)
    if known is None or known.in_range is False:
        return
    of_managers, of_staff = (numbers.split(one, known.coefficients) for one in known.worth)
    for project in step.dossier.projects:
        name, coefficient = project.id, known.coefficients[project.id]
        yield TableRow(
            table="risorse_progetti",
            columns=(
                ("progetto", name),
                ("area", str(project.extra.get("unit") or "")),
                ("coefficiente", numbers.half_up(coefficient, 0)),
                ("dirigenti", of_managers[name]),
                ("dirigenti, esatto", numbers.exact_text(product(known.unit.managers, coefficient))),
                ("dipendenti", of_staff[name]),
                ("dipendenti, esatto", numbers.exact_text(product(known.unit.staff, coefficient))),
                ("valore", of_managers[name] + of_staff[name]),
            ),
            rules=("BS-SM-5.1", "BS-SM-5.2f"),
            basis=Basis(
                inputs=(project,),
                parameters=known.parameters,
                formula=say("coefficiente {coefficient} × valore unitario, nei due fondi", coefficient=coefficient),
            ),
        )


@rule("BS-SM-5.2f", "BS-SM-5.2r", "BS-SM-5.0", "I-BS-34", hook="merito_transparency")
def value_of_all_projects(step: Step) -> ResultRows:
    """The only row of the year; columns that need the other variable resources are empty, not zero, without them."""
    known = valuation(step)
    if known is None:
        return
    rest, value = known.rest, known.worth
    total = None if rest is None else known.allowed.total(known.exact, rest)
    share = None if rest is None else known.allowed.share(known.exact, rest)
    least, most = (None if rest is None else known.allowed.admitted(known.unit.total, rest)) or ("", "")
    yield TableRow(
        table="risorse_variabili",
        columns=(
            ("punti", numbers.half_up(known.points, 0)),
            ("stabili dirigenti", known.stable.managers),
            ("stabili dipendenti", known.stable.staff),
            ("valore dirigenti", value.managers),
            ("valore dipendenti", value.staff),
            ("valore", value.total),
            ("altre variabili", "" if known.other is None else known.other),
            ("totale", "" if total is None else numbers.cents_half_up(total)),
            ("quota", "" if share is None else numbers.half_up(share * HUNDRED, 2)),
            ("quota, esatta", "" if share is None else numbers.exact_text(share * HUNDRED)),
            ("punti, minimo", least),
            ("punti, massimo", most),
            ("stato", state_of(step, known)),
        ),
        rules=("BS-SM-5.2f", "BS-SM-5.2r", "BS-SM-5.0", *((TOTAL_READING,) if known.disputed else ())),
        basis=Basis(
            inputs=known.inputs,
            parameters=known.parameters,
            steps=(
                Intermediate("valore unitario, dirigenti (€)", known.unit.managers),
                Intermediate("valore unitario, dipendenti (€)", known.unit.staff),
            ),
            formula=say(
                "{of_managers} × {managers} × {points} + {of_staff} × {staff} × {points}",
                of_managers=Percent(known.shares.managers * HUNDRED),
                managers=Money(known.stable.managers),
                points=known.points,
                of_staff=Percent(known.shares.staff * HUNDRED),
                staff=Money(known.stable.staff),
            ),
        ),
    )


@rule("BS-SM-6.1", hook="merito_check_plan")
def resources_assigned(step: Step) -> ResultRows:
    """The Segretario assigns resources after the budget is approved; objectives are tied to its accounts and sums."""
    approved = [act.date for act in acts_by(step, NEEDED[BUDGET][0], BUDGET)]
    acts = step.acts_of(ASSIGNMENT)
    for act in acts:
        if not any(day <= act.date for day in approved):
            why = say(
                "l'atto {act} assegna le risorse ai dirigenti prima che il bilancio preventivo sia approvato",
                act=Ref("act", act.id),
            )
            yield telling.resources("warning", "BS-SM-6.1", why, f"act:{act.id}", act)
    if step.dossier.resources and not acts:
        why = say("manca l'atto con cui il Segretario Generale assegna ai dirigenti le risorse del budget direzionale")
        yield telling.resources("info", "BS-SM-6.1", why)
    dossier = step.dossier
    rows = [row for row in dossier.resources if row.account and row.is_of(dossier.year)]
    tied = {row.objective for row in rows}
    without = [one.id for one in dossier.objectives if one.level in TIED and one.id not in tied]
    unsaid = [f"{row.objective}/{row.account}" for row in rows if row.budget is None]
    if without:
        why = say("obiettivi senza un conto del bilancio: {objectives}", objectives=kit.listed(without, "objective"))
        yield telling.resources("info", "BS-SM-6.1", why)
    if unsaid:
        why = say("conti senza preventivo: {accounts}", accounts=kit.listed(unsaid))
        yield telling.resources("info", "BS-SM-6.1", why)
