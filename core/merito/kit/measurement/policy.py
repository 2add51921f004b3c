"""How a regulation grades its indicators."""

from attrs import frozen

from merito.model.basis import InForce


@frozen(kw_only=True)
class IndicatorPolicy:
    """How a regulation grades indicators: its rule ids, and its settings.

    `missing` is skip, zero or block; `date_grade` is on_time or elapsed_days. `parameters` are the values in force that
    the grade of a date rests on. With `project_rules`, an indicator that has activities is graded by them.
    """

    rules: tuple[str, ...]
    monitoring_rules: tuple[str, ...]
    missing_rules: tuple[str, ...] = ()
    project_rules: tuple[str, ...] = ()
    missing: str = "skip"
    date_grade: str = "on_time"
    parameters: tuple[InForce[object], ...] = ()
