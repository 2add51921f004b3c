"""Warns of parameters that the conferenza should decide, set by an ente without it; they apply (art. 17 c. 2)."""

from collections.abc import Iterator

from attrs import evolve

from merito import Basis, Finding, InForce, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_comunita_montane.decisions import by_conferenza, decided
from merito_comunita_montane.rankings import by_structure

RANKED, DAY = "ranked", "heads_day"
WHO = {"staff_po": "le posizioni organizzative", "all": "i dirigenti e le posizioni organizzative"}


@hookimpl
@rule("BL-17.2v", "I-BL-30", "I-BL-15")
def merito_check_parameters(step: Step) -> ResultRows:
    """Who is ranked, and the day on which heads are counted, if no act of the conferenza decides them."""
    if decided(step) is None:
        yield from (*_who(step), *_when(step))


def _who(step: Step) -> Iterator[Finding]:
    ranked = step.parameters.choice(RANKED)
    if ranked.value in WHO and not _by_its_act(step, RANKED):
        what = f"nelle graduatorie stanno anche {WHO[ranked.value]} (ranked = {ranked.value}; I-BL-30)"
        yield _undecided(step, f"{what}: chi vi sta lo decide la conferenza", ranked)


def _when(step: Step) -> Iterator[Finding]:
    if DAY in step.parameters.settings and by_structure(step) and not _by_its_act(step, DAY):
        day = step.parameters.day(DAY, step.dossier.year)
        what = f"il personale delle strutture si conta il {day_text(day.value)} (heads_day; I-BL-15)"
        yield _undecided(step, f"{what}: con quali persone si divide il denaro lo decide la conferenza", day)


def _by_its_act(step: Step, key: str) -> bool:
    """Whether the value names an act of the conferenza, `{ value = "staff_po", act = "A12" }`."""
    setting = step.parameters.settings.get(key)
    act = step.dossier.acts.get(setting.act) if setting and setting.act else None
    return act is not None and by_conferenza(act)


def _undecided(step: Step, what: str, value: InForce[object]) -> Finding:
    why = (
        f"{what}, e nessuna decisione della conferenza copre il {step.dossier.year} né un suo atto è indicato accanto "
        f'al valore ({{ value = ..., act = "..." }})'
    )
    found = told("warning", "BL-17.2v", why, phase=Phase.REWARDS)
    return evolve(found, basis=Basis(parameters=(value,)))
