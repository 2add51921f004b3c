"""The colours of the page, read from its own style: enough contrast between text and background, light and dark."""

import re
from itertools import product

import pytest
from written import example

PLAIN = [*product(("ink", "soft", "link"), ("paper", "card")), ("soft", "calmback"), ("ink", "warnback")]
MARKS = [(name, f"{name}back") for name in ("good", "warn", "bad", "calm", "note")]
HEADER = [("onbrand", "brand"), ("onbrandsoft", "brand")]
OUTCOMES = list(product(("good", "warn"), ("card",)))
BARS = [(name, "track") for name in ("tick", "fill")]


def style() -> str:
    page = example("bergamo", "bergamo", year=2020).page
    return page[page.index("<style>") : page.index("</style>")]


def palette(night: bool) -> dict[str, str]:
    """The tokens; for the dark style, with those that it changes."""
    blocks = re.findall(r":root \{(.*?)\}", style(), re.DOTALL)
    day, dark = (dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block)) for block in blocks[:2])
    return {**day, **dark} if night else day


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("text", "back"), [*PLAIN, *MARKS, *HEADER, *OUTCOMES])
def test_text_has_a_contrast_of_at_least_four_and_a_half(text: str, back: str, night: bool) -> None:
    colours = palette(night)
    assert contrast(colours[text], colours[back]) >= 4.5


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("bar", "back"), BARS)
def test_a_bar_has_a_contrast_of_at_least_three(bar: str, back: str, night: bool) -> None:
    colours = palette(night)
    assert contrast(colours[bar], colours[back]) >= 3


def test_every_colour_is_a_token() -> None:
    rules = re.sub(r":root \{.*?\}", "", style(), flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", rules)) <= {"#000000"}
