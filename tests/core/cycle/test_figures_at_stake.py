"""A figure behind the money cites the open readings that decide it, in its rules and reason; its state is unchanged."""

from held_money import DATA, READINGS
from small_plugins import ONE_TOOL, Install, RunIn, WriteEnte

from merito import State, plain
from merito.testing import Record

CODE = """
@hookimpl
@rule("X-1")
def merito_placements(step: Step) -> ResultRows:
    first, second = step.choose("I-1", nobody=("P1", "P2"), shared=("P2", "P1"))
    for place, person in enumerate((first, second, "P3"), 1):
        yield Placement(ranking="ente", person=person, place=place, band="alta", rules=("X-1",))
    yield Band(ranking="ente", band="alta", places=step.choose("I-1", nobody=3, shared=4), people=3, rules=("X-1",))
"""
WAITS = "I-1: lettura non ancora adottata dall'ente"


def placed(install: Install, write_ente: WriteEnte, run_in: RunIn, readings: str) -> Record:
    files = {"inputs.toml": ONE_TOOL, "interpretations.toml": readings}
    return run_in(
        write_ente("prova", {**DATA, "2021/people.csv": "id\nP1\nP2\nP3\n"}), install("prova", CODE, files=files)
    )


def test_a_place_that_another_choice_would_change_names_the_reading(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    first, second, third = placed(install, write_ente, run_in, READINGS).results.placements
    assert first.rules == second.rules == ("X-1", "I-1")
    assert plain(first.reason).startswith(WAITS)
    assert (first.place, first.state) == (1, State.FINAL)
    assert (third.rules, plain(third.reason)) == (("X-1",), "")


def test_so_does_a_band(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    (band,) = placed(install, write_ente, run_in, READINGS).results.bands
    assert band.rules == ("X-1", "I-1")


def test_a_reading_that_declares_which_money_it_decides_is_told_of_no_figure(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    declared = READINGS.replace("must_adopt = true", 'must_adopt = true\ndecides = "known"\ndecides_why = "prova"')
    assert declared != READINGS
    first, *_ = placed(install, write_ente, run_in, declared).results.placements
    assert first.rules == ("X-1",)


def test_of_two_readings_that_decide_a_place_together_both_are_named(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    two = READINGS.replace('shared = "In parti uguali."', 'shared = "In parti uguali.", other = "Altrimenti."')
    code = """
@hookimpl
@rule("X-1")
def merito_placements(step: Step) -> ResultRows:
    second = step.choose("I-2", nobody=1, shared=2, other=1)
    place = step.choose("I-1", nobody=1, shared=3, other=second)
    yield Placement(ranking="ente", person="P1", place=place, band="alta", rules=("X-1",))
"""
    files = {"inputs.toml": ONE_TOOL, "interpretations.toml": two + two.replace("I-1", "I-2")}
    record = run_in(write_ente("prova", DATA), install("prova", code, files=files))
    assert record.results.placements[0].rules == ("X-1", "I-1", "I-2")
