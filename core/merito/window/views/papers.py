"""The forms of the regulation of an ente."""

from merito.execution.worker import Computed
from merito.forms.declared import forms_of


def form_names(computed: Computed) -> tuple[tuple[str, str, bool], ...]:
    """The forms of the regulation: name, title, whether only the office reads them."""
    forms = forms_of(computed.opened.course.stack)
    return tuple((one.name, one.title, one.reserved) for one in forms.values())
