"""The styles of cells: plain, headers, Italian numbers and days, and the warning of a simulation."""

from merito.outputs.xlsx.texts import MAIN

HEAD, NUMBER, DAY, WARNING, ENTRY = 1, 2, 3, 4, 5  # the index of each format below; 0 is plain
ENTRY_DAY, ENTRY_TEXT, WRAPPED = 6, 7, 8
COLOUR, TO_FILL = "FFC07A12", "FFFFF8DC"
THOUSANDS, OWN = 4, 164  # the built-in format with two decimals and separators; the first custom id

_FONT = '<font>{}<sz val="11"/>{}<name val="Calibri"/><family val="2"/></font>'
_FONTS = (_FONT.format("", ""), _FONT.format("<b/>", ""), _FONT.format("<b/>", '<color rgb="FFFFFFFF"/>'))
_FILLS = (
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    f'<fill><patternFill patternType="solid"><fgColor rgb="{COLOUR}"/></patternFill></fill>',
    f'<fill><patternFill patternType="solid"><fgColor rgb="{TO_FILL}"/></patternFill></fill>',
)
_FORMAT = '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="0" xfId="0" {}'
_TO_FILL = (
    '<xf numFmtId="{}" fontId="0" fillId="3" borderId="1" xfId="0" {}applyBorder="1" applyFill="1" applyAlignment="1" '
    'applyProtection="1"><alignment{}<protection locked="0"/></xf>'
)
_FORMATS = (
    _FORMAT.format(0, 0, 0, "/>"),
    _FORMAT.format(0, 1, 0, 'applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'),
    _FORMAT.format(THOUSANDS, 0, 0, 'applyNumberFormat="1"/>'),
    _FORMAT.format(OWN, 0, 0, 'applyNumberFormat="1"/>'),
    _FORMAT.format(0, 2, 2, 'applyFont="1" applyFill="1"/>'),
    _TO_FILL.format(0, "", "/>"),
    _TO_FILL.format(OWN, 'applyNumberFormat="1" ', "/>"),
    _TO_FILL.format(0, "", ' vertical="top" wrapText="1"/>'),
    _FORMAT.format(0, 0, 0, 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'),
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="{OWN}" formatCode="d/m/yyyy"/></numFmts>'
    f'<fonts count="{len(_FONTS)}">{"".join(_FONTS)}</fonts><fills count="{len(_FILLS)}">{"".join(_FILLS)}</fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS)}">{"".join(_FORMATS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
