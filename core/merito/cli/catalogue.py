"""`merito regulations` and `merito rules`: what is installed, and what each regulation's rules are."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from rich.table import Table
from rich.text import Text

from merito.cli.language import said
from merito.cli.options import YearOption, names_folder
from merito.contract.faults import PluginError
from merito.contract.inputs import ActKind
from merito.contract.parameters import MissingParameterError, Parameter, Parameters
from merito.contract.rulebook import PHASES, STATUSES, Interpretation, Rule, Rulebook
from merito.numbers import day_text
from merito.regulations import Stack
from merito.regulations import undecided as open_citations
from merito.regulations.competence import who_decides
from merito.simulation.asked import SetOption, suppositions
from merito.terminal.console import ERRORS, UNUSABLE, console, stop
from merito.terminal.options import Argument, Option
from merito.terminal.selection import one_ente, select
from merito.wording.coded import PHASES as PHASE_TITLES
from merito.wording.figures import value_text
from merito.wording.rules_told import not_modelled_text, not_needed_lines
from merito.workspace.common import installed_regulations
from merito.workspace.heads import plain
from merito.workspace.own_rules import OwnRulesError, own_rules_at

STATUS_WORDS = {
    "computed": "calcolata",
    "checked": "controllata",
    "recorded": "registrata",
    "not modelled": "non modellata",
}
PHASES_NAMED = {**PHASE_TITLES, PHASES[-1]: "incarichi"}
KIND_OF_ENTE = {
    "municipality": "comuni",
    "union_of_municipalities": "unioni di comuni",
    "province": "province",
    "region": "regioni",
    "chamber_of_commerce": "camere di commercio",
    "state_body": "enti dello Stato",
    "health_body": "enti del servizio sanitario",
    "university": "università",
    "other": "altri enti",
}

KIND_WORDS = {
    "number": "numero",
    "share": "quota",
    "money": "importo",
    "day": "giorno dell'anno",
    "date": "data",
    "choice": "scelta",
    "list": "elenco",
    "table": "tabella",
}
NAMES = "A regulation, as `merito regulations` lists it, or the folder of an ente that has rules of its own."


def regulations() -> None:
    """List the regulations that are installed."""
    found = installed_regulations()
    table = Table("Nome", "Titolo", "Edizioni", "Distribuzione")
    faults: list[str] = []
    for name, claims in found.installed().items():
        distribution = ", ".join(f"{claim.distribution} {claim.version}" for claim in claims)
        try:
            regulation = found.stack(name).regulation
        except PluginError as error:
            faults += error.messages
            table.add_row(Text(name), Text("rifiutato"), "", Text(distribution))
            continue
        editions = ", ".join(edition.name for edition in regulation.editions)
        table.add_row(Text(name), Text(regulation.title), Text(editions), Text(distribution))
    console().print(table)
    if faults:
        stop("\n".join(faults), ERRORS)


def rules(
    regulation: Annotated[str, Argument(help=NAMES)],
    phase: Annotated[str | None, Option("--phase", help=f"Only one of: {', '.join(PHASES)}.")] = None,
    status: Annotated[str | None, Option("--status", help=f"Only one of: {', '.join(STATUSES)}.")] = None,
    readings: Annotated[
        bool,
        Option("--readings", help="The interpretations instead, national ones that bind too, with their choices."),
    ] = False,
    undecided: Annotated[
        bool, Option("--undecided", help="Instead, whatever has no article yet: rules, readings, parameters, ...")
    ] = False,
    year: Annotated[int | None, Option("--year", help="Only the rules in force in this year of the cycle.")] = None,
) -> None:
    """List the rules of a regulation: article, what they say, and what the program does with them."""
    phase, status = _asked("--phase", phase, PHASES_NAMED), _asked("--status", status, STATUS_WORDS)
    stack = _stack(regulation)
    own = stack.layers[-1].rulebook
    if undecided:
        left = open_citations(stack)
        lines = [f"{one.what} {one.id}  {one.citation}" for one in left]
        console().print(Text("\n".join([*lines, f"ancora da citare: {len(left)}"])), soft_wrap=True)
        return
    if readings:
        for identifier in (*own.interpretations, *_of_lower_layers(stack, own)):
            told = _reading(stack.rulebook.interpretations[identifier], stack.inputs.acts)
            console().print(Text(told), soft_wrap=True)
        return
    of_year = own.rules.values() if year is None else _in_text(stack, own, year)
    chosen = [rule for rule in of_year if phase in (None, rule.phase) and status in (None, rule.status)]
    for rule in chosen:
        console().print(Text(_rule(rule)), soft_wrap=True)
    counts = ", ".join(f"{sum(rule.status == one for rule in chosen)} {STATUS_WORDS[one]}" for one in STATUSES)
    console().print(f"regole: {len(chosen)} ({counts})", soft_wrap=True)
    unapplied = not_modelled_text(stack.rulebook, stack.regulation.ente_kind, year)
    if unapplied and status in (None, "not modelled"):
        console().print(Text(unapplied), soft_wrap=True)


def _asked(option: str, word: str | None, known: Mapping[str, str]) -> str | None:
    """What an option names, by the program's word or by the Italian one; ends the program on anything else."""
    if word is None or word in known:
        return word
    found = next((one for one, italian in known.items() if plain(word) in (plain(italian), plain(italian)[3:])), None)
    return found or stop(f"{option}: trovato «{word}», atteso uno tra {', '.join(map(str, known.values()))}")


def _of_lower_layers(stack: Stack, own: Rulebook) -> Iterator[str]:
    """The readings of the layers below that bind an ente of this regulation: by a rule that does, or by none."""
    kind, rules = stack.regulation.ente_kind, stack.rulebook.rules.values()
    for identifier in stack.rulebook.interpretations:
        naming = [rule.id for rule in rules if identifier in rule.interpretations]
        if identifier not in own.interpretations and (
            not naming or any(stack.rulebook.binds((rule,), kind) for rule in naming)
        ):
            yield identifier


def acts(
    regulation: Annotated[str, Argument(help=NAMES)],
) -> None:
    """List the kinds of act that an ente under a regulation may enter, with their body and article."""
    stack = _stack(regulation)
    for kind in stack.inputs.acts.values():
        whose = "di ogni ciclo" if not kind.lasting else "vale per più anni"
        about = "" if kind.about == "ente" else f", riguarda: {kind.about}"
        body = kind.body or "non indicato"
        lines = [f"{kind.kind} ({kind.label})  {kind.title}", f"  organo: {body}; {whose}{about}; {kind.cites}"]
        lines += ["  adotta un'esecuzione (merito adopt)"] if kind.adopts_run else []
        contents = (f"{one.label} ({one.rule})" for one in kind.contents.values())
        lines += [f"  contenuti: {', '.join(contents)}"] if kind.contents else []
        lines += [f"  chi firma si astiene se l'atto lo riguarda: {kind.signer_not_subject}"] * bool(
            kind.signer_not_subject
        )
        agreed = [one.id for one in stack.rulebook.interpretations.values() if kind.kind in one.competence.agreed_by]
        lines += [f"  accordo che serve per adottare: {', '.join(agreed)}"] if agreed else []
        console().print(Text("\n".join(lines)), soft_wrap=True)


def parameters(
    regulation: Annotated[str, Argument(help=NAMES)],
    path: Annotated[Path | None, Argument(help="A workspace, for the values of one of its enti.")] = None,
    ente: Annotated[str | None, Option("--ente", help="The ente; may be left out where there is one.")] = None,
    year: YearOption = None,
    supposed: SetOption = None,
) -> None:
    """List the parameters of a regulation: value in force, layer, article, and what an ente may set."""
    stack = _stack(regulation)
    if path is None and supposed:
        stop("--set vuole un ente: indicare anche lo spazio di lavoro")
    if path is None:
        for parameter in stack.parameters.values():
            console().print(Text(_parameter(parameter, _dated(parameter))), soft_wrap=True)
        return
    chosen, only = one_ente(select(path, [ente] if ente else None, year, None))
    asked = suppositions(supposed, chosen).asked
    try:
        opened = chosen.opened(only, installed_regulations(), asked=asked)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    if opened.config.regulation != regulation:
        stop(f"l'ente «{opened.config.id}» ha il regolamento «{opened.config.regulation}»")
    for line in not_needed_lines(opened.course.stack):
        console().print(Text(line), soft_wrap=True)
    for parameter in opened.course.stack.parameters.values():
        console().print(Text(_parameter(parameter, _in_force(opened.course.parameters, parameter))), soft_wrap=True)


def _in_text(stack: Stack, own: Rulebook, year: int) -> list[Rule]:
    """The rules of a layer that the text of a year has."""
    edition = stack.regulation.edition_of(year)
    return [rule for rule in own.rules.values() if rule.in_text(year, edition.name if edition else "")]


def _stack(regulation: str) -> Stack:
    known = installed_regulations()
    try:
        if names_folder(regulation, known):
            own = own_rules_at(Path(regulation)).config
            return known.stack(own.regulation, own.own, run_own=False)
        return known.stack(regulation)
    except PluginError as error:
        stop("\n".join(said(one, "regulations") for one in error.messages))
    except OwnRulesError as error:
        stop(str(error))


def _in_force(values: Parameters, parameter: Parameter) -> list[str]:
    try:
        found = values.in_force(parameter.key)
    except MissingParameterError:
        return ["  senza valore: lo stabilisce l'ente"]
    since = f", dal {day_text(found.since)}" if found.since else ""
    where = f"  ({found.layer}{since}){_read(found.source, found.verified)}"
    return [f"  {value_text(found.value, found.words)} {found.unit}".rstrip() + where]


def _read(source: str, verified: date | None) -> str:
    """Where a figure was read, and on which day it was held against its text."""
    told = f"verificato il {day_text(verified)}" if verified else "NON VERIFICATO: dà solo note, mai errori"
    return f"  [fonte: {source}; {told}]" if source else ""


def _dated(parameter: Parameter) -> list[str]:
    dated = [("", one) for one in parameter.values]
    dated += [(f", edizione {name}", one) for name, values in parameter.by_edition.items() for one in values]
    told = [
        f"  {value_text(one.value, parameter.words)} {parameter.unit}".rstrip()
        + (f", dal {day_text(one.since)}" if one.since else ", da sempre")
        + edition
        + _read(one.source, one.verified)
        for edition, one in dated
    ]
    return told or ["  senza valore: lo stabilisce l'ente"]


def _parameter(parameter: Parameter, values: list[str]) -> str:
    may_set = "" if parameter.ente_may_set is None else f"  l'ente può stabilirlo: {parameter.ente_may_set}"
    head = f"{parameter.key}  {parameter.label}  [{KIND_WORDS[parameter.kind]}; {parameter.cites}]"
    return "\n".join(line for line in (head, *values, may_set) if line)


def _rule(rule: Rule) -> str:
    phase = f"fase {PHASE_TITLES[rule.phase]}" if rule.phase != PHASES[-1] else "incarichi e procedure"
    reason = f"\n  {rule.reason}" if rule.reason else ""
    years = f"\n  in vigore {_years(rule)}" if rule.since or rule.until else ""
    whom = f"\n  vincola: {', '.join(KIND_OF_ENTE[kind] for kind in rule.binds)}" if rule.binds else ""
    return f"{rule.id}  {rule.article}  [{phase}, {STATUS_WORDS[rule.status]}]\n  {rule.text}{reason}{years}{whom}"


def _years(rule: Rule) -> str:
    """The years of the cycle in which a rule is in force."""
    begins = f"dal ciclo {rule.since}" if rule.since else ""
    ends = f"fino al ciclo {rule.until}" if rule.until else ""
    return " ".join(filter(None, (begins, ends)))


def _reading(reading: Interpretation, kinds: Mapping[str, ActKind]) -> str:
    adopted = ", da adottare con un atto dell'ente" if reading.must_adopt else ""
    who = who_decides(reading.competence, kinds)
    lines = [f"{reading.id}  {reading.article}{adopted}", f"  {reading.unclear}", f"  decide: {who}"]
    for choice, text in reading.choices.items():
        lines.append(f"  {choice}{' (predefinita)' if choice == reading.default else ''}: {text}")
    return "\n".join(lines)
