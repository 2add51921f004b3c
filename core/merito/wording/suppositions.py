"""The suppositions of a simulation in Italian, for its pages and the terminal."""

from collections.abc import Iterator

from merito.model.simulation import Simulation, Supposed
from merito.wording.figures import value_text


def simulation_lines(simulation: Simulation) -> Iterator[str]:
    """A line for each supposition that affects the ente, or one that says that none does."""
    if not simulation.supposed:
        yield f"{'; '.join(simulation.asked)}: non riguarda questo ente, le cui cifre sono quelle dei suoi dati"
    yield from map(supposed_text, simulation.supposed)


def supposed_text(one: Supposed) -> str:
    """`fondo (premi): 900,00 € invece di 800,00 € (enti/uno/2021/cycle.toml)`; a reading by its id and choice."""
    name = f"{one.label} ({one.key})" if one.label else f"lettura {one.key}"
    told = f"{name}: {value_text(one.value, one.words)} {one.unit}".rstrip()
    if one.before is None:
        return f"{told}, che altrimenti non è dato"
    layer = f" ({one.layer})" if one.layer else ""
    if one.before == one.value:
        return f"{told}, come già{layer}"
    return f"{told} invece di {value_text(one.before, one.words)}{f' {one.unit}' if one.unit else ''}{layer}"
