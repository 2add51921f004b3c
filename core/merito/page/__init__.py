"""An ente's year on one page (`index.html`) and on two or three sheets (`giunta.html`)."""

from merito.page.calibration import CALIBRATION, calibration_page
from merito.page.fragment import fragment
from merito.page.giunta import GIUNTA, giunta_page
from merito.page.index import INDEX, index_page

__all__ = ["CALIBRATION", "GIUNTA", "INDEX", "calibration_page", "fragment", "giunta_page", "index_page"]
