"""Rules with years, and figures with a source: rules not in force are not called, unverified figures hold nothing."""

import pytest
from click.testing import CliRunner
from small_plugins import PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import PluginError, plain
from merito.cli import app

OLD, NEW = "until = 2021", "since = 2022"
GATE = '["X-2".gate]\ntool = "bonus"\nneeds = [{ act = "approval" }]\n'
DEADLINE = '["X-2".deadline]\nwhat = "Piano {year}"\nmet_by = "approval"\nday = "term"\n'
TERM = '[term]\nlabel = "Termine"\nkind = "day"\ncites = "art. 4"\nvalues = { always = "03-31" }\n'
CHECK = """
from merito.kit import told

@hookimpl
@rule({marks})
def merito_check_plan(step: Step) -> ResultRows:
    yield told("error", "X-2", "trovato", inputs=())
"""
FILES = {"inputs.toml": TWO_TOOLS, "parameters.toml": TERM}


def rules(years: str, more: str = "") -> str:
    one = '["{id}"]\narticle = "art. 1"\nphase = "a"\nkind = "constraint"\ntext = "Regola."\nstatus = "checked"\n'
    return f"{one.format(id='X-1')}\n{one.format(id='X-2')}{years}\n{more}"


@pytest.mark.parametrize(("years", "told"), [(OLD, 1), (NEW, 0), ("since = 2021\nuntil = 2021", 1), ("", 1)])
def test_a_hook_is_asked_in_the_years_of_its_rules(
    install: Install, write_ente: WriteEnte, run_in: RunIn, years: str, told: int
) -> None:
    record = run_in(write_ente("prova", {}), install("prova", CHECK.format(marks='"X-2"'), rules=rules(years)))
    assert [one.rule for one in record.results.findings if plain(one.message) == "trovato"] == ["X-2"] * told


def test_a_finding_of_a_rule_not_in_force_is_not_told_by_a_hook_that_bears_another(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = CHECK.format(marks='"X-1", "X-2"')
    record = run_in(write_ente("prova", {}), install("prova", code, rules=rules(NEW)))
    assert not [one for one in record.results.findings if plain(one.message) == "trovato"]


@pytest.mark.parametrize(("years", "stands"), [(OLD, True), (NEW, False)])
def test_a_gate_and_a_deadline_as_data_stand_in_their_years(
    install: Install, write_ente: WriteEnte, run_in: RunIn, years: str, stands: bool
) -> None:
    regulations = install("prova", rules=rules(years, GATE + DEADLINE), files=FILES)
    record = run_in(write_ente("prova", PREMI_1000), regulations)
    assert any("X-2" in one.gate.rules for one in record.gates) is stands
    assert any("X-2" in one.deadline.rules for one in record.deadlines) is stands


def test_years_in_disorder_or_in_words_are_refused_when_the_plugin_is_loaded(install: Install) -> None:
    with pytest.raises(PluginError, match="'until' is 2020, before 'since', 2022"):
        install("prova", rules=rules("since = 2022\nuntil = 2020")).stack("prova")
    with pytest.raises(PluginError, match="'since' must be a year, as 2022, not '2022'"):
        install("altra", rules=rules('since = "2022"')).stack("altra")


LIMIT = """
[limit]
label = "Limite"
kind = "money"
cites = "art. 9"
values = {{ 2018-01-01 = 16000, 2021-01-01 = 18000 }}
source = "il contratto del 2018"
verified = 2026-01-31
{more}
"""
OVER = """
from attrs import evolve
from merito import Basis
from merito.kit import told

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> ResultRows:
    limit = step.parameters.money("limit")
    yield evolve(told("error", "X-1", "oltre il limite"), basis=Basis(parameters=(limit,)))
"""


@pytest.mark.parametrize(
    ("more", "severity"),
    [("", "error"), ('[limit.sources.2021-01-01]\nsource = "una rassegna"\n', "info")],
)
def test_what_rests_on_a_figure_that_nobody_has_verified_is_a_note(
    install: Install, write_ente: WriteEnte, run_in: RunIn, more: str, severity: str
) -> None:
    files = {"parameters.toml": LIMIT.format(more=more)}
    record = run_in(write_ente("prova", {}), install("prova", OVER, rules=rules(""), files=files))
    (found,) = [one for one in record.results.findings if plain(one.message).startswith("oltre")]
    assert found.severity == severity
    assert ("cifra non verificata sul testo" in plain(found.message)) is (severity == "info")
    assert "una rassegna" not in plain(found.message)


def test_a_source_stands_under_a_day_of_a_value_and_a_verification_beside_a_source(install: Install) -> None:
    strange = LIMIT.format(more='[limit.sources.2019-01-01]\nsource = "x"\n')
    with pytest.raises(PluginError, match="there is no value since '2019-01-01'"):
        install("prova", rules=rules(""), files={"parameters.toml": strange}).stack("prova")
    bare = LIMIT.format(more="").replace('source = "il contratto del 2018"\n', "")
    with pytest.raises(PluginError, match="give `source` too"):
        install("altra", rules=rules(""), files={"parameters.toml": bare}).stack("altra")


@pytest.mark.usefixtures("in_italian")
def test_the_parameters_tell_where_a_figure_was_read_and_when_it_was_verified() -> None:
    told = CliRunner().invoke(app, ["parameters", "national"], catch_exceptions=False).output
    assert "art. 10; verificato il 22/11/2026]" in told


@pytest.mark.parametrize(
    ("year", "there", "not_there"),
    [(2016, "IT-19.1", "IT-19.1b"), (2021, "IT-19.1b", "IT-PIAO.7"), (2022, "IT-PIAO.7", "IT-19.1")],
)
def test_the_rules_of_a_year_are_those_in_force(year: int, there: str, not_there: str) -> None:
    told = CliRunner().invoke(app, ["rules", "national", "--year", str(year)], catch_exceptions=False).output
    ids = {line.split()[0] for line in told.splitlines() if line.startswith("IT-")}
    assert there in ids
    assert not_there not in ids


LEFT_OUT = """["X-1"]
article = "art. 1"
phase = "e"
kind = "gate"
text = "Il compenso non supera il tetto."
status = "not modelled"
reason = "Il tetto non è nei dati."
since = 2022
"""


@pytest.mark.parametrize(("year", "told"), [(2021, False), (2022, True)])
def test_rules_of_money_not_in_force_are_not_told_as_left_out(
    install: Install, write_ente: WriteEnte, year: int, told: bool
) -> None:
    install("prova", rules=LEFT_OUT)
    root = write_ente("prova", {"2022/people.csv": "id\nP1\n", "2021/people.csv": "id\nP1\n"})
    ran = CliRunner().invoke(app, ["run", str(root), "--year", str(year), "--formats", "csv"], catch_exceptions=False)
    assert ("X-1, art. 1 (Il tetto non è nei dati)" in ran.output) is told
