"""A reward is requested by the name of its tool, or by the label that an ente writes in its tables."""

import pytest
from small_plugins import HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito.explanation import Index, UnknownSubjectError


def test_a_reward_is_found_by_italian_words(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    index = Index(run_in(write_ente("prova", PREMI_1000), regulations), regulations.stack("prova"))
    meant = {index.meant(asked) for asked in ("reward:P1/annual", "reward:P1/annuale", "premio:P1/annuale")}
    assert meant == {"reward:P1/annual"}
    with pytest.raises(UnknownSubjectError):
        index.meant("premio:P1/annuali")
