"""What a simulation supposes in the place of what the ente has given: its figures are no figures of the ente."""

from collections.abc import Mapping

from attrs import field, frozen

LAYER = "simulazione"


@frozen(kw_only=True)
class Supposed:
    """One supposition: its `key` and `text` as they were written, the `value` that was read.

    `before` is what stands in the ente's own files and texts, `layer` where; None and blank where nothing does.
    `label` is what the texts call it; of a reading it is blank, and `value` and `before` are choices. `words` are what
    the codes of a parameter are called. `unit` is that of the value: euro, years, blank where it has none.
    """

    key: str
    text: str
    label: str
    value: object
    before: object = None
    layer: str = ""
    unit: str = ""
    words: Mapping[str, str] = field(factory=dict, eq=False, repr=False)

    def __str__(self) -> str:
        return f"{self.key}={self.text}"


@frozen(kw_only=True)
class Simulation:
    """All that was `asked` of the run (`key=value`), and what of it touches this ente (its texts know no other)."""

    asked: tuple[str, ...]
    supposed: tuple[Supposed, ...] = ()

    @property
    def mark(self) -> str:
        """What every row of its tables bears: `quota=0.5; I-BL-04=savings`."""
        return "; ".join(map(str, self.supposed)) or f"{'; '.join(self.asked)} (non riguarda questo ente)"
