"""Articles of several rules on one line: each once, and none that another one includes."""

import pytest

from merito.contract.rulebook import Interpretation, Rule, Rulebook

ARTICLES = {
    "X-1": "art. 29 c. 1 lett. b",
    "X-2": "art. 29 c. 1 lett. b e art. 27 c. 6",
    "X-3": "art. 29",
    "X-4": "art. 29 c. 1 lett. b",
}
BOOK = Rulebook(
    {
        one: Rule(id=one, article=article, text="", phase="b", kind="constraint", status="checked")
        for one, article in ARTICLES.items()
    },
    {
        "I-X-02": Interpretation(
            id="I-X-02", article="tutti i testi", unclear="", choices={"a": "A"}, default="a", why=""
        )
    },
)
TOLD = [
    (("X-1", "X-4"), ("art. 29 c. 1 lett. b",)),
    (("X-1", "X-2"), ("art. 29 c. 1 lett. b e art. 27 c. 6",)),
    (("X-1", "X-3"), ("art. 29 c. 1 lett. b", "art. 29")),
    (("X-3", "I-X-02"), ("art. 29",)),
    (("I-X-02",), ("tutti i testi",)),
    (("", "X-9"), ("X-9",)),
]


@pytest.mark.parametrize(("rules", "told"), TOLD)
def test_an_article_that_another_says_too_is_not_repeated(rules: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert BOOK.cites(rules) == told
