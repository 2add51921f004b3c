"""The merit bands in force (art. 17 c. 2): those that the conferenza decided for three years, or the text's own.

A decision counts from the year of its effect, for the cycles of three years. The text leaves open whether one taken
after the cycle had begun counts for it (I-BL-53), whether the three years then run from the year after (I-BL-52), and
which bands apply when the three years are over (I-BL-54). If no decision covers the year, the bands of the first
application apply. A decision that breaks the limits of the text is an error of the prize.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import cast

from attrs import frozen

from merito import (
    Act,
    ExtraRow,
    Finding,
    InForce,
    Listed,
    Message,
    Percent,
    Phase,
    Points,
    Ref,
    ResultRows,
    Step,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, down, fraction
from merito_comunita_montane.organisation import CONFERENCE

TOOL, DECISION, TABLE, YEARS = "annual", "bands_decision", "merit_bands", "decision_years"
FROM, IN_TIME, EXPIRED = OPEN = ("I-BL-52", "I-BL-53", "I-BL-54")
FOUR, RATIO = "I-BL-01", "I-BL-07"
BAN = kit.Ban(rule="BL-14.2", equal_prizes="I-BL-76", equal_scores="I-BL-77")
LETTERS = ("BL-17.Da", "BL-17.Db", "BL-17.Dc")
THREE, FIVE = 3, 5  # number: the two numbers of bands for which the text has limits
RATIOS = {THREE: "three_bands_ratio", FIVE: "five_bands_ratio"}
COLUMNS = {"people": "quota_personale", "pool": "quota_risorse", "coefficient": "coefficiente"}


@frozen(kw_only=True)
class Scheme:
    """The bands from the best: their shares of people, and their shares of the money or weights per head.

    At most `cap` of the staff may be in the first `capped` bands; a head of each band receives at least `ratio` times
    one of the next. The text gives both for the fewest and for the most bands allowed (`regulated`), and no rule for a
    number `between` them: then `ratio` is the lower of the two, and `cap_of_two` the cap of the most bands.
    """

    names: tuple[str, ...]
    people: tuple[Fraction, ...]
    money: tuple[Fraction, ...]
    by_head: bool
    capped: int
    cap: InForce[Fraction]
    ratio: InForce[Fraction]
    rules: tuple[str, ...]
    letters: tuple[str, ...] = ()
    cap_rule: str
    ratio_rule: str
    cap_of_two: InForce[Fraction] | None = None
    regulated: tuple[InForce[Fraction], ...] = ()
    inputs: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()

    @property
    def between(self) -> bool:
        """Whether the text has no rule for this number of bands."""
        return self.cap_of_two is not None

    def rules_of(self, band: str) -> tuple[str, ...]:
        """The rules of one band: in the first application each has its own letter."""
        return (self.rules[0], self.letters[self.names.index(band)]) if self.letters else self.rules

    @property
    def per_head(self) -> tuple[Fraction, ...]:
        """What a head of each band receives as decided, in any unit; a band without people has all its money."""
        if self.by_head:
            return self.money
        return tuple(share / people if people else share for share, people in zip(self.money, self.people, strict=True))


def by_structure(step: Step) -> bool:
    """Whether each structure of the largest size has its own ranking."""
    return step.parameters.choice("rankings").value == "structures"


def decided(step: Step) -> Act | None:
    """The latest decision of the conferenza that covers the cycle's year, if there is one."""
    sure = _covering(step)
    found = _latest(sure)
    if any(_is_late(step, act) for act in sure):
        in_time = _latest(act for act in sure if not _is_late(step, act))
        found = step.choose(IN_TIME, stands=found, next_cycle=in_time)
    if found is None:
        begun = (act for act in _taken(step) if _effect(act) > date(_effect(act).year, 1, 1))
        if longer := _latest(act for act in begun if _last_year(step, act) + 1 == step.dossier.year):
            found = step.choose(FROM, year_of_effect=None, year_after=longer)
    if found is None and (before := _latest(act for act in _taken(step) if _last_year(step, act) < step.dossier.year)):
        found = step.choose(EXPIRED, first_application=None, last_bands=before)
    return found


def _covering(step: Step) -> list[Act]:
    """The decisions whose three years, from that of their effect, include the cycle's."""
    return [act for act in _taken(step) if in_its_years(step, act, YEARS)]


def _taken(step: Step) -> list[Act]:
    return [act for act in step.acts_of(DECISION) if by_conferenza(act) and act.date.year <= step.dossier.year]


def _latest(acts: Iterable[Act]) -> Act | None:
    return max(acts, key=lambda act: act.date, default=None)


def _effect(act: Act) -> date:
    return act.effective or act.date


def _last_year(step: Step, act: Act) -> int:
    """The last of the years of a decision, counting that of its effect."""
    return int(_effect(act).year + step.parameters.number(YEARS).value - 1)


def _is_late(step: Step, act: Act) -> bool:
    """Whether a decision was taken in the cycle's year after the Piano or, without one on file, after its deadline."""
    year, plans = step.dossier.year, step.acts_of("performance_plan")
    begun = min((plan.date for plan in plans), default=step.parameters.day("plan_deadline", year).value)
    return act.date.year == year and act.date > begun


def in_its_years(step: Step, act: Act, years: str) -> bool:
    """Whether an act for a number of years (a parameter) covers the cycle's, counting from the year of its effect."""
    first = _effect(act).year
    return first <= step.dossier.year < first + step.parameters.number(years).value


def by_conferenza(act: Act) -> bool:
    """Whether an act comes from the conferenza of those who lead the units; always if it names no body.

    Its many names, and the other conferenze of a municipality, are in `inputs.toml`.
    """
    return act.of_body(CONFERENCE)


def scheme_of(step: Step) -> Scheme | None:
    """The bands of the cycle's year; None if those that were decided are invalid (`decision_on_the_bands`)."""
    decision = step.once(decided)
    if decision is not None:
        rows = _rows(step, decision)
        wrong = any(one.severity == "error" for one in _wrong(step, decision, rows))
        return None if wrong else _as_decided(step, decision, rows)
    names = step.parameters.list("default_bands")
    people, money = step.parameters.list("default_people"), step.parameters.list("default_money")
    return Scheme(
        names=cast(tuple[str, ...], names.value),
        people=cast(tuple[Fraction, ...], people.value),
        money=cast(tuple[Fraction, ...], money.value),
        by_head=False,
        capped=1,
        cap=step.parameters.share("three_bands_cap"),
        ratio=step.parameters.number("three_bands_ratio"),
        rules=("BL-17.D", *LETTERS),
        letters=LETTERS,
        cap_rule="BL-17.2k3",
        ratio_rule="BL-17.2r3",
        parameters=(people, money),
    )


def _rows(step: Step, decision: Act) -> list[ExtraRow]:
    rows = (row for row in step.dossier.tables.get(TABLE, ()) if row["decision"] == decision.id)
    return sorted(rows, key=lambda row: fraction(row["order"]))  # type: ignore[arg-type]


def _as_decided(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Scheme:
    def given(column: str) -> tuple[Fraction, ...]:
        return tuple(fraction(row[column]) for row in rows)  # type: ignore[arg-type]

    by_head = all(row["coefficient"] is not None for row in rows)
    fewest, most = step.parameters.number("fewest_bands"), step.parameters.number("most_bands")
    three, five = len(rows) == fewest.value, len(rows) == most.value
    four = not three and not five
    of_three, of_five = step.parameters.number("three_bands_ratio"), step.parameters.number("five_bands_ratio")
    return Scheme(
        names=tuple(str(row["band"]) for row in rows),
        people=tuple(share / HUNDRED for share in given("people")),
        money=given("coefficient") if by_head else tuple(share / HUNDRED for share in given("pool")),
        by_head=by_head,
        capped=2 if five else 1,
        cap=step.parameters.share("five_bands_cap" if five else "three_bands_cap"),
        ratio=min(of_five, of_three, key=lambda one: one.value) if four else of_three if three else of_five,
        rules=("BL-17.2v", "BL-17.2m", *(("BL-17.2x4", FOUR) if four else ())),
        cap_rule="BL-17.2x4" if four else "BL-17.2k3" if three else "BL-17.2k5",
        ratio_rule="BL-17.2x4" if four else "BL-17.2r3" if three else "BL-17.2r5",
        cap_of_two=step.parameters.share("five_bands_cap") if four else None,
        regulated=(fewest, most),
        inputs=(decision, *rows),
    )


@rule("BL-17.2v", "BL-17.2n", "BL-17.2n2", "BL-17.2x4", "BL-17.2r3", "BL-17.2r5", "BL-17.2m", "BL-17.D", FOUR, RATIO)
@rule("I-BL-31", hook="merito_check_parameters")
def decision_on_the_bands(step: Step) -> ResultRows:
    """Checks a decision against the text: number of bands, shares, ratios; reports decisions that do not apply."""
    decisions = {act.id for act in step.dossier.acts if act.kind == DECISION}
    for other in dict.fromkeys(str(row["decision"]) for row in step.dossier.tables.get(TABLE, ())):
        if other not in decisions:
            why = say(
                "le righe di fasce dell'atto {act} non contano: non è una decisione sulle fasce", act=Ref("act", other)
            )
            yield kit.told("warning", "BL-17.2v", why, f"act:{other}", phase=Phase.REWARDS)
    decision = step.once(decided)
    if decision is not None:
        yield from (*_by_others(step, decided=True), *_in_time(step, decision))
        yield from _wrong(step, decision, _rows(step, decision))
        return
    yield from (*_by_others(step, decided=False), *_not_in_force(step))


def _by_others(step: Step, *, decided: bool) -> ResultRows:
    """Decisions of other bodies, which give no bands; the conferenza has `decided` others, or none."""
    for act in step.acts_of(DECISION):
        if by_conferenza(act):
            continue
        if decided:
            why = say(
                "l'atto {act} risulta di «{body}», mentre le fasce le decide la conferenza dei dirigenti e delle "
                "posizioni organizzative: non conta",
                act=Ref("act", act.id),
                body=act.body,
            )
        else:
            why = say(
                "l'atto {act} risulta di «{body}», mentre le fasce le decide la conferenza dei dirigenti e delle "
                "posizioni organizzative: valgono le fasce di prima applicazione",
                act=Ref("act", act.id),
                body=act.body,
            )
        yield kit.told("warning", "BL-17.2v", why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _in_time(step: Step, decision: Act) -> ResultRows:
    """The decision must be taken in time for the cycle; warns of one taken during it, or whose years are over."""
    year, last, act = step.dossier.year, _last_year(step, decision), Ref("act", decision.id)
    if _is_late(step, decision):
        why = say(
            "la decisione {act} è del {day}, a ciclo avviato: il testo la vuole in tempo utile con il ciclo; se vale "
            "per il {year} lo dice la lettura {reading}",
            act=act,
            day=decision.date,
            year=year,
            reading=Ref("reading", IN_TIME),
        )
    elif decision.date.year >= year:
        why = say(
            "la decisione {act} è del {day}, ad anno iniziato; il testo la vuole in tempo utile con il ciclo",
            act=act,
            day=decision.date,
        )
    elif not in_its_years(step, decision, YEARS):
        why = say(
            "la decisione {act} è del {day} e i suoi anni finivano nel {last}: vale ancora per la lettura {reading}",
            act=act,
            day=decision.date,
            last=last,
            reading=Ref("reading", FROM if last + 1 == year else EXPIRED),
        )
    else:
        return
    yield kit.told("warning", "BL-17.2v", why, f"act:{decision.id}", phase=Phase.REWARDS, inputs=(decision,))


def _not_in_force(step: Step) -> ResultRows:
    year = step.dossier.year
    for act in filter(by_conferenza, step.acts_of(DECISION)):
        if act.date.year > year:
            why = say(
                "la decisione {act} è del {day}, ad anno finito, e non copre il {year}: valgono le fasce di prima "
                "applicazione",
                act=Ref("act", act.id),
                day=act.date,
                year=year,
            )
        elif _is_late(step, act):
            why = say(
                "la decisione {act} è del {day}, a ciclo avviato, e vale dal seguente ({reading}): valgono le fasce di "
                "prima applicazione",
                act=Ref("act", act.id),
                day=act.date,
                reading=Ref("reading", IN_TIME),
            )
        else:
            why = say(
                "la decisione {act} del {day} vale {years} anni dal {first} e non copre il {year} (se decorre dopo la "
                "sua data, lo dice la colonna efficace dell'atto; letture {readings}): valgono le fasce di prima "
                "applicazione",
                act=Ref("act", act.id),
                day=act.date,
                years=int(step.parameters.number(YEARS).value),
                first=_effect(act).year,
                year=year,
                readings=Listed((Ref("reading", FROM), Ref("reading", EXPIRED))),
            )
        yield kit.told("warning", "BL-17.2v", why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _wrong(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Iterator[Finding]:
    def error(rule_id: str, why: Message) -> Finding:
        said = say("decisione {act}: {why}", act=Ref("act", decision.id), why=why)
        return kit.told("error", rule_id, said, phase=Phase.REWARDS, tool=TOOL, inputs=(decision, *rows))

    twins = sorted(act.id for act in _covering(step) if act.date == decision.date)
    fewest, most = step.parameters.number("fewest_bands").value, step.parameters.number("most_bands").value
    if len(twins) > 1:
        why = say(
            "più decisioni dello stesso giorno ({acts}): non si sa quale valga, tenerne una sola",
            acts=tuple(Ref("act", one) for one in twins),
        )
        yield error("BL-17.2v", why)
    elif not rows:
        yield error("BL-17.2v", say("la tabella fasce non ha righe per questa decisione"))
    elif not fewest <= len(rows) <= most:
        why = say(
            "le fasce sono {bands}, mentre vanno da {fewest} a {most}",
            bands=len(rows),
            fewest=int(fewest),
            most=int(most),
        )
        yield error("BL-17.2n", why)
    elif problems := [*_wrong_columns(rows)]:
        yield from (error("BL-17.2m", why) for why in problems)
    else:
        scheme = _as_decided(step, decision, rows)
        yield from (*_ratios(step, decision, scheme), *_shares_of_people(decision, scheme))


def _wrong_columns(rows: Sequence[ExtraRow]) -> Iterator[Message]:
    """What is wrong with the columns of the bands."""
    given = {name: [row[name] for row in rows if row[name] is not None] for name in COLUMNS}
    if len({str(row["band"]).casefold() for row in rows}) < len(rows):
        yield say("due fasce hanno lo stesso nome")
    if bool(given["pool"]) == bool(given["coefficient"]):
        yield say("serve, per tutte le fasce, o la quota_risorse o il coefficiente")
        return
    for name in ("people", "pool" if given["pool"] else "coefficient"):
        numbers = [fraction(value) for value in given[name]]  # type: ignore[arg-type]
        if len(numbers) < len(rows) or any(number <= 0 for number in numbers):
            yield say("ogni fascia ha la colonna {column} maggiore di zero", column=COLUMNS[name])
        elif name != "coefficient" and sum(numbers) != HUNDRED:
            total = sum(numbers, Fraction(0))
            yield say("le righe di {column} sommano a {total}, non a 100", column=COLUMNS[name], total=total)


def _ratios(step: Step, decision: Act, scheme: Scheme) -> Iterator[Finding]:
    """Ratios between bands that the text does not admit, or that deserve a warning."""
    for (name, per_head), (after, next_head) in pairwise(zip(scheme.names, scheme.per_head, strict=True)):
        times = per_head / next_head
        if times < scheme.ratio.value:
            why = say(
                "decisione {act}: a testa la fascia «{better}» prende {times} volte la fascia «{worse}», meno di "
                "{least} ({reading})",
                act=Ref("act", decision.id),
                better=name,
                times=Points(down(times, 2)),
                worse=after,
                least=scheme.ratio.value,
                reading=Ref("reading", RATIO),
            )
            yield kit.told("error", scheme.ratio_rule, why, phase=Phase.REWARDS, tool=TOOL, inputs=scheme.inputs)
            continue
        for bands, key in RATIOS.items() if scheme.between else ():
            if times < step.parameters.number(key).value:
                beside = say(
                    "decisione {act}: a testa la fascia «{better}» prende {times} volte la fascia «{worse}»: con "
                    "{bands} fasce non basterebbe ({reading})",
                    act=Ref("act", decision.id),
                    better=name,
                    times=Points(down(times, 2)),
                    worse=after,
                    bands=bands,
                    reading=Ref("reading", FOUR),
                )
                yield kit.told("warning", "BL-17.2x4", beside, phase=Phase.REWARDS, inputs=scheme.inputs)


def _shares_of_people(decision: Act, scheme: Scheme) -> Iterator[Finding]:
    """Warns beforehand of shares above the cap; the people really placed are counted with the rankings."""
    first, two = sum(scheme.people[: scheme.capped], Fraction(0)), scheme.cap_of_two
    beyond_two = two is not None and scheme.people[0] + scheme.people[1] > two.value
    if first > scheme.cap.value and (two is None or beyond_two):
        why = say(
            "decisione {act}: nella prima fascia va il {share} degli ammessi; se supera il {cap} del personale in "
            "servizio il premio è rifiutato",
            many="decisione {act}: nelle prime {bands} fasce va il {share} degli ammessi; se supera il {cap} del "
            "personale in servizio il premio è rifiutato",
            number="bands",
            bands=scheme.capped,
            act=Ref("act", decision.id),
            share=Percent(first * HUNDRED),
            cap=Percent(scheme.cap.value * HUNDRED),
        )
        yield kit.told("warning", scheme.cap_rule, why, phase=Phase.REWARDS, inputs=scheme.inputs)
        return
    for capped, cap, bands, beyond in (
        (1, scheme.cap, THREE, two is not None and first > scheme.cap.value),
        (2, two or scheme.cap, FIVE, beyond_two),
    ):
        if beyond:
            why = say(
                "decisione {act}: nella prima fascia va più del {cap}: con {bands} fasce non basterebbe ({reading})",
                many="decisione {act}: nelle prime {first} fasce va più del {cap}: con {bands} fasce non basterebbe "
                "({reading})",
                number="first",
                first=capped,
                act=Ref("act", decision.id),
                cap=Percent(cap.value * HUNDRED),
                bands=bands,
                reading=Ref("reading", FOUR),
            )
            yield kit.told("warning", "BL-17.2x4", why, phase=Phase.REWARDS, inputs=scheme.inputs)
