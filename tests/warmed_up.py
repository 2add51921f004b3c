"""Imports whatever a worker of `merito run` comes to import: what is forked from here has it already."""

import jinja2
import markupsafe
import sqlalchemy
import xlsxwriter

import merito.execution.pool
import merito.execution.worker
import merito.outputs.workbook
import merito.outputs.writer
import merito.page.compiled
from merito.testing.enti import installed

ALL = (jinja2, markupsafe, sqlalchemy, xlsxwriter, merito)
STACKS = [installed().stack(name) for name in ("bergamo", "brescia", "comunita_montane")]
