"""`merito rules`: the rules of a regulation, or its readings."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from merito.cli.regulations import stack_of
from merito.contract.inputs import ActKind
from merito.contract.rulebook import PHASES, STATUSES, Interpretation, Rule, Rulebook
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.numbers import counted
from merito.regulations import Stack
from merito.regulations import undecided as open_citations
from merito.regulations.competence import who_decides
from merito.terminal.console import console, in_lines, stop
from merito.terminal.options import REGULATION, YEAR, Argument, Option
from merito.wording.coded import KINDS_OF_ENTE, STATUSES_OF_RULES
from merito.wording.coded import PHASES as PHASE_TITLES
from merito.wording.rules_told import not_modelled_text
from merito.workspace.heads import plain

PHASES_NAMED = {**PHASE_TITLES, PHASES[-1]: "incarichi"}


def rules(
    regulation: Annotated[
        str,
        Argument(
            help=say(
                "Un regolamento, come lo elenca «merito regulations», o la cartella di un ente che ha regole proprie."
            ),
            metavar=REGULATION,
        ),
    ],
    phase: Annotated[
        str | None,
        Option("--phase", say("Solo quelle di una fase: {phases}.", phases=tuple(PHASES_NAMED.values())), say("FASE")),
    ] = None,
    status: Annotated[
        str | None,
        Option(
            "--status",
            say("Solo quelle di uno stato: {statuses}.", statuses=tuple(STATUSES_OF_RULES.values())),
            say("STATO"),
        ),
    ] = None,
    readings: Annotated[
        bool,
        Option("--readings", say("Le letture, invece, anche quelle nazionali che vincolano, con le scelte possibili.")),
    ] = False,
    undecided: Annotated[
        bool,
        Option("--undecided", say("Invece, tutto ciò che non ha ancora un articolo: regole, letture, parametri, ...")),
    ] = False,
    year: Annotated[
        int | None, Option("--year", say("Solo le regole in vigore in questo anno del ciclo."), YEAR)
    ] = None,
) -> None:
    """List the rules of a regulation: article, what they say, and what the program does with them."""
    phase, status = _asked("--phase", phase, PHASES_NAMED), _asked("--status", status, STATUSES_OF_RULES)
    stack = stack_of(regulation)
    own = stack.layers[-1].rulebook
    if undecided:
        left = open_citations(stack)
        lines = [f"{one.what} {one.id}  {one.citation}" for one in left]
        console().print(
            in_lines("\n".join([*lines, in_words(say("ancora da citare: {left}", left=len(left)))])), soft_wrap=True
        )
        return
    if readings:
        for identifier in (*own.interpretations, *_of_lower_layers(stack, own)):
            told = _reading(stack.rulebook.interpretations[identifier], stack.inputs.acts)
            console().print(in_lines(told), soft_wrap=True)
        return
    of_year = own.rules.values() if year is None else _in_text(stack, own, year)
    chosen = [rule for rule in of_year if phase in (None, rule.phase) and status in (None, rule.status)]
    for rule in chosen:
        console().print(in_lines(_rule(rule)), soft_wrap=True)
    words = {one: STATUSES_OF_RULES[one] for one in STATUSES}
    counts = (counted(sum(rule.status == one for rule in chosen), word, f"{word[:-1]}e") for one, word in words.items())
    console().print(
        in_words(say("regole: {chosen} ({counts})", chosen=len(chosen), counts=tuple(counts))), soft_wrap=True
    )
    unapplied = not_modelled_text(stack.rulebook, stack.regulation.ente_kind, year)
    if unapplied and status in (None, "not modelled"):
        console().print(in_lines(unapplied), soft_wrap=True)


def _asked(option: str, word: str | None, known: Mapping[str, str]) -> str | None:
    """What an option names, by the program's word or by the Italian one; ends the program on anything else."""
    if word is None or word in known:
        return word
    found = next((one for one, italian in known.items() if plain(word) in (plain(italian), plain(italian)[3:])), None)
    return found or stop(
        say(
            "{option}: trovato {word}, atteso uno tra {str}",
            option=option,
            word=Code(word),
            str=tuple(map(str, known.values())),
        )
    )


def _of_lower_layers(stack: Stack, own: Rulebook) -> Iterator[str]:
    """The readings of the layers below that bind an ente of this regulation: by a rule that does, or by none."""
    kind, rules = stack.regulation.ente_kind, stack.rulebook.rules.values()
    for identifier in stack.rulebook.interpretations:
        naming = [rule.id for rule in rules if identifier in rule.interpretations]
        if identifier not in own.interpretations and (
            not naming or any(stack.rulebook.binds((rule,), kind) for rule in naming)
        ):
            yield identifier


def _in_text(stack: Stack, own: Rulebook, year: int) -> list[Rule]:
    """The rules of a layer that the text of a year has."""
    edition = stack.regulation.edition_of(year)
    return [rule for rule in own.rules.values() if rule.in_text(year, edition.name if edition else "")]


def _rule(rule: Rule) -> str:
    phase = (
        in_words(say("fase {phase_titles}", phase_titles=PHASE_TITLES[rule.phase]))
        if rule.phase != PHASES[-1]
        else in_words(say("incarichi e procedure"))
    )
    reason = f"\n  {rule.reason}" if rule.reason else ""
    years = in_words(say("\n  in vigore {rule}", rule=_years(rule))) if rule.since or rule.until else ""
    whom = (
        in_words(say("\n  vincola: {binds}", binds=tuple(KINDS_OF_ENTE[kind] for kind in rule.binds)))
        if rule.binds
        else ""
    )
    return f"{rule.id}  {rule.article}  [{phase}, {STATUSES_OF_RULES[rule.status]}]\n  {rule.text}{reason}{years}{whom}"


def _years(rule: Rule) -> str:
    """The years of the cycle in which a rule is in force."""
    begins = in_words(say("dal ciclo {since}", since=rule.since)) if rule.since else ""
    ends = in_words(say("fino al ciclo {until}", until=rule.until)) if rule.until else ""
    return " ".join(filter(None, (begins, ends)))


def _reading(reading: Interpretation, kinds: Mapping[str, ActKind]) -> str:
    adopted = in_words(say(", da adottare con un atto dell'ente")) if reading.must_adopt else ""
    who = who_decides(reading.competence, kinds)
    lines = [
        f"{reading.id}  {reading.article}{adopted}",
        f"  {reading.unclear}",
        in_words(say("  decide: {who}", who=who)),
    ]
    for choice, text in reading.choices.items():
        lines.append(f"  {choice}{' (predefinita)' if choice == reading.default else ''}: {text}")
    return "\n".join(lines)
