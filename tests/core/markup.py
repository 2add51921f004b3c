"""Parses a page into elements with html.parser; a tag that is not closed in its place is an error."""

from html.parser import HTMLParser

from attrs import define, field

VOID = {"meta", "link", "br", "hr", "img", "input"}


@define(eq=False)
class Element:
    """An element: its tag, attributes, parts (texts and elements) and parent."""

    tag: str
    attributes: dict[str, str]
    parts: list["Element | str"] = field(factory=list)

    @property
    def text(self) -> str:
        """All its text as a screen reader reads it, with single spaces; without what is `aria-hidden`."""
        return " ".join(self.words().split())

    def words(self) -> str:
        heard = (part for part in self.parts if isinstance(part, str) or not part.hidden)
        return " ".join(part if isinstance(part, str) else part.words() for part in heard)

    @property
    def hidden(self) -> bool:
        return self.attributes.get("aria-hidden") == "true"

    def all(self, *tags: str) -> list["Element"]:
        """The elements in it with one of these tags (or all elements, without tags), in the order of the page."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                found += [part] if not tags or part.tag in tags else []
                found += part.all(*tags)
        return found

    def classed(self, name: str) -> list["Element"]:
        return [one for one in self.all() if name in one.attributes.get("class", "").split()]

    def by_id(self, name: str) -> "Element | None":
        return next((one for one in self.all() if one.attributes.get("id") == name), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        if closed.tag != tag:
            raise ValueError(f"line {self.getpos()[0]}: </{tag}> closes <{closed.tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(page: str) -> Element:
    """The whole page. Raises ValueError if it is not well formed."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if reader.open != [reader.root]:
        raise ValueError(f"<{reader.open[-1].tag}> is not closed")
    return reader.root
