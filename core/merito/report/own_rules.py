"""What is said of an ente's own rules: which files of them ran, or what is missing where they did not (Italian)."""

from collections.abc import Iterator, Mapping

from merito.regulations import Stack


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
