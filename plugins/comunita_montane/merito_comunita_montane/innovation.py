"""The innovation award, given by the OIV: for the person or group that realised an idea (art. 19 c. 2 and 4)."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from merito import Finding, Phase, ResultRows, Severity, Step, first_of, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_comunita_montane.bonus_decision import EXCLUDED, waiting_for_renunciation
from merito_comunita_montane.group_prizes import Prize, Shared, by_shares, checked, give, prizes
from merito_comunita_montane.organisation import OIV, POLITICAL, of_body

TOOL, FUND, WHOLE, RULE = "innovation", "innovation", "fondo", "BL-19.2"
CANDIDACY, REPORT, AWARD = "innovation_candidacy", "innovation_report", "innovation_award"
SHOWN = {"title": "l'idea (iniziativa)", "change": "il cambiamento", "impact": "l'impatto sulla performance"}


@hookimpl
@rule("BL-19.2", "BL-19.4")
def merito_check_plan(step: Step) -> ResultRows:
    """An idea without proof of its change and impact gets no award; the report comes before the award."""
    yield from (*checked(step, TOOL, RULE), *_not_shown(step), *_out_of_order(step), *_put_up(step))


def _not_shown(step: Step) -> Iterator[Finding]:
    for one in prizes(step, TOOL):
        missing = [what for column, what in SHOWN.items() if not str(one.row[column] or "").strip()]
        if missing:
            why = f"premio al gruppo {one.group}: di ciò che va mostrato manca {', '.join(missing)}"
            yield told("error", RULE, why, one.subject, phase=Phase.REWARDS, tool=TOOL, inputs=(one.row,))


def _out_of_order(step: Step) -> Iterator[Finding]:
    """Awards of the OIV before the report on which they rest: an error if none comes after it, otherwise a warning.

    What another body awards opens nothing, and stands for none of them.
    """
    report, awards = first_of(step.acts_of(REPORT)), [act for act in step.acts_of(AWARD) if act.of_body(OIV)]
    early = [act for act in awards if report and report.date > act.date]
    severity: Severity = "error" if len(early) == len(awards) else "warning"
    for award in early:
        assert report is not None
        why = f"la relazione {report.id} ({day_text(report.date)}) segue l'assegnazione {award.id}, che vi si fonda"
        why += "" if severity == "error" else "; vale quella che la segue"
        yield told(severity, "BL-19.4", why, phase=Phase.REWARDS, tool=TOOL, inputs=(report, award))


def _put_up(step: Step) -> Iterator[Finding]:
    """Dirigenti and posizioni organizzative propose candidates, never a political body or the OIV."""
    others = [act for act in step.acts_of(CANDIDACY) if act.body and of_body(act, *POLITICAL, OIV)]
    if not others:
        return
    named = "; ".join(f"l'atto {act.id} è di «{act.body}»" for act in others)
    why = f"{named}, mentre le candidature le presentano i dirigenti e i titolari di posizione organizzativa"
    alone = len(others) == len(step.acts_of(CANDIDACY))
    severity: Severity = "error" if alone else "warning"
    yield told(severity, "BL-19.4", why, phase=Phase.REWARDS, tool=TOOL, inputs=tuple(others))


@hookimpl
@rule("BL-19.2", "BL-16.2", "BL-18.4", EXCLUDED, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Every award by the shares of those who worked on the idea; a single person receives all of it."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return
    waiting = waiting_for_renunciation(step)
    yield from give(step, line, prizes(step, TOOL), RULE, lambda one: _shared(one, waiting))


def _shared(one: Prize, waiting: Mapping[str, str]) -> Shared:
    """A prize by its shares; people with the bonus of excellence wait for their renunciation (art. 18 c. 4)."""
    mine = {row.person: waiting[row.person] for row in one.members if row.person in waiting}
    return evolve(by_shares(one), waits=mine, waits_by=("BL-18.4", EXCLUDED))
