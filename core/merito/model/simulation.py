"""The supposed values of a simulation, which replace those of the ente."""

from collections.abc import Mapping

from attrs import field, frozen

LAYER = "simulazione"


@frozen(kw_only=True)
class Supposed:
    """One supposition: its `key` and `text` as written, the `value` that was read.

    `before` is the value in the ente's own files and texts, `layer` where it is; None and blank if there is none.
    `label` is its name in the texts; for a reading it is blank, and `value` and `before` are choices. `words` are the
    words for the codes of a parameter. `unit` is that of the value: euro, years, blank if it has none.
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
    """Everything that was `asked` of the run (`key=value`), and what concerns this ente (what its texts know)."""

    asked: tuple[str, ...]
    supposed: tuple[Supposed, ...] = ()

    @property
    def mark(self) -> str:
        """The mark on every row of its tables: `quota=0.5; I-BL-04=savings`."""
        return "; ".join(map(str, self.supposed)) or f"{'; '.join(self.asked)} (non riguarda questo ente)"
