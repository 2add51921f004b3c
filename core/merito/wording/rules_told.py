"""What is said of rules beside the figures: an ente's own, and those of money that are not carried out (Italian)."""

from collections.abc import Iterator, Mapping

from merito.contract.rulebook import Rulebook
from merito.regulations import Stack

HEAD = "regole sul denaro che il programma non calcola"


def ran_lines(files: Mapping[str, str]) -> Iterator[str]:
    """The files that ran, each with its hash."""
    for file, digest in files.items():
        yield f"regole proprie dell'ente: {file}, impronta {digest}"


def not_needed_lines(stack: Stack) -> Iterator[str]:
    """That an ente's own rules did not run, where what they declare is enough."""
    if stack.own_files:
        yield f"regole proprie dell'ente ({next(iter(stack.own_files))}): non eseguite, qui non servono"


def own_rules_lines(stack: Stack) -> Iterator[str]:
    """Whether an ente's own rules ran; nothing of an ente that has none."""
    if not stack.own_files:
        return
    if stack.own_rules_run:
        yield from ran_lines(stack.own_files)
        return
    rules = stack.layers[-1].rulebook.rules.values()
    named = ", ".join(f"{rule.id} ({rule.article})" for rule in rules)
    missing = f"mancano {named}, e ciò che ne dipende" if named else "ciò che danno manca"
    yield f"senza le regole proprie dell'ente ({next(iter(stack.own_files))}): {missing}"


def not_modelled_text(rulebook: Rulebook, ente_kind: str) -> str:
    """One line (Italian) with the id, article and reason of each; empty where there is none."""
    told = [f"{one.id}, {one.article} ({one.reason.rstrip('.')})" for one in rulebook.money_not_modelled(ente_kind)]
    return f"{HEAD}: {'; '.join(told)}" if told else ""
