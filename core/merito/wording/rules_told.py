"""Messages about rules and readings: an ente's own, and those that are not computed (Italian)."""

from collections.abc import Iterator, Mapping

from merito.contract.rulebook import Rulebook
from merito.model.money import Outcome
from merito.numbers import euro_text
from merito.regulations import Replaced, Stack, fingerprint_of, replaced
from merito.workspace.limits import not_limited

OF_HOOKS = {
    "merito_cascade": "la cascata degli indicatori",
    "merito_funds": "la ripartizione dei fondi a cui danno le voci",
    "merito_position_values": "i valori delle posizioni",
    "merito_monitor": "il monitoraggio",
    "merito_indicator_grades": "i gradi degli indicatori",
    "merito_roll_up": "i gradi al di sopra degli indicatori",
    "merito_person_scores": "i punteggi individuali",
    "merito_available": "le somme disponibili",
    "merito_placements": "le graduatorie e le fasce",
    "merito_rewards": "i premi",
    "merito_transparency": "le tabelle da pubblicare",
    "merito_documents": "i documenti",
}
OF_GROUPS = {"acts": "l'atto", "funds": "il fondo", "tools": "lo strumento", "figures": "il dato"}
NAMED = "regole proprie dell'ente"

HEAD = "regole sul denaro che il programma non calcola"


def reading_text(identifier: str, rulebook: Rulebook) -> str:
    """`«Dove va ciò che avanza» (I-BL-04, art. 17)`: a reading by what is unclear."""
    known = rulebook.interpretations[identifier]
    return f"«{known.unclear.rstrip('.')}» ({identifier}, {known.article})"


def outcome_text(outcome: Outcome, rulebook: Rulebook) -> str:
    """`1.440,00 € (I-BL-04: le quote si dividono tra le fasce in cui c'è qualcuno)`: a sum under other choices."""
    amount = "non si può ancora dividere" if outcome.amount is None else euro_text(outcome.amount)
    choices = ((outcome.reading, outcome.choice), *outcome.further)
    told = "; ".join(f"{reading}: {rulebook.interpretations[reading].choices[one]}" for reading, one in choices)
    return f"{amount} ({told})"


def ran_lines(files: Mapping[str, str]) -> Iterator[str]:
    """The files that ran, with the hash of them all."""
    if files:
        yield f"{NAMED}: {', '.join(files)}, impronta {fingerprint_of(files)}"


def replaced_lines(stack: Stack) -> Iterator[str]:
    """What the own rules replace in each layer below."""
    found: dict[str, dict[str, None]] = {}
    for one in replaced(stack):
        found.setdefault(one.layer, {})[_told(one, stack)] = None
    for layer, told in reversed(found.items()):
        yield f"{NAMED}, al posto di «{layer}»: {'; '.join(told)}"


def unlimited_lines() -> Iterator[str]:
    """What the process that runs own rules may take without limit, because the system has none."""
    if lacking := " e ".join(not_limited()):
        yield f"{NAMED}: questo sistema non pone limiti al loro processo ({lacking})"


def not_needed_lines(stack: Stack) -> Iterator[str]:
    """That an ente's own rules did not run, if their declarations are enough."""
    if stack.own_files:
        yield f"{NAMED} ({_folder(stack)}): non eseguite, qui non servono"


def own_rules_lines(stack: Stack) -> Iterator[str]:
    """Whether an ente's own rules ran, and what they replaced; empty for an ente without any."""
    if not stack.own_files:
        return
    if stack.own_rules_run:
        yield from ran_lines(stack.own_files)
        yield from replaced_lines(stack)
        yield from unlimited_lines()
        return
    rules = stack.layers[-1].rulebook.rules.values()
    named = ", ".join(f"{rule.id} ({rule.article})" for rule in rules)
    missing = f"mancano {named}, e ciò che ne dipende" if named else "ciò che danno manca"
    yield f"senza le {NAMED} ({_folder(stack)}): {missing}"


def not_modelled_text(rulebook: Rulebook, ente_kind: str, year: int | None = None) -> str:
    """One line (Italian) with the id, article and reason of each; empty if there are none."""
    left = rulebook.money_not_modelled(ente_kind, year)
    told = [f"{one.id}, {one.article} ({one.reason.rstrip('.')})" for one in left]
    return f"{HEAD}: {'; '.join(told)}" if told else ""


def _folder(stack: Stack) -> str:
    place = stack.layers[-1].place
    return place.name if place else ""


def _told(one: Replaced, stack: Stack) -> str:
    if one.what in OF_HOOKS:
        tool = f" dello strumento «{stack.inputs.tools[one.tool].label}»" if one.tool else ""
        return f"{OF_HOOKS[one.what]}{tool} (in luogo di {one.name})"
    if one.what == "rules":
        return f"la regola {one.name}, con la {one.by}"
    if one.what == "parameters":
        return f"il valore di {one.name}"
    return f"{OF_GROUPS[one.what]} {getattr(stack.inputs, one.what)[one.name].label}"
