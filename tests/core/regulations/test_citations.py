"""Articles of several rules on one line: each once, and none that another one includes."""

import pytest
from small_plugins import Install

ARTICLES = {
    "X-1": "art. 29 c. 1 lett. b",
    "X-2": "art. 29 c. 1 lett. b e art. 27 c. 6",
    "X-3": "art. 29",
    "X-4": "art. 29 c. 1 lett. b",
}
RULE = '["{}"]\narticle = "{}"\ntext = "Regola."\nphase = "b"\nkind = "constraint"\nstatus = "checked"\n'
READING = """["I-Y-02"]
article = "tutti i testi"
unclear = "Se valga."
choices = { a = "Vale.", b = "Non vale." }
default = "a"
why = "Il testo tace."
"""
TOLD = [
    (("X-1", "X-4"), ("art. 29 c. 1 lett. b",)),
    (("X-1", "X-2"), ("art. 29 c. 1 lett. b e art. 27 c. 6",)),
    (("X-1", "X-3"), ("art. 29 c. 1 lett. b", "art. 29")),
    (("X-3", "I-Y-02"), ("art. 29",)),
    (("I-Y-02",), ("tutti i testi",)),
    (("", "X-9"), ("X-9",)),
]


@pytest.mark.parametrize(("rules", "told"), TOLD)
def test_an_article_that_another_says_too_is_not_repeated(
    install: Install, rules: tuple[str, ...], told: tuple[str, ...]
) -> None:
    written = "".join(RULE.format(one, article) for one, article in ARTICLES.items())
    regulations = install("prova", rules=written, files={"interpretations.toml": READING})
    assert regulations.stack("prova").rulebook.cites(rules) == told
