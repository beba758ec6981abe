"""What every test of a screen needs: a frame, the page as its tags, and values that try to break out."""

from html.parser import HTMLParser
from typing import Any

from functions.screens.rendering import Frame
from tests.making import MONDAY, clinic

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7*7 }}"


def frame(section: str, **changes: Any) -> Frame:
    values: dict[str, Any] = {
        "clinic": clinic(),
        "staff_name": HOSTILE,
        "role": "lead",
        "csrf_token": "token",
        "section": section,
        "at": MONDAY,
        **changes,
    }
    return Frame(**values)


class Page(HTMLParser):
    """`tags` with their attributes, in order; `cells` are the words of table cells, `typed` those of text areas."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.cells: list[str] = []
        self.typed: dict[str, str] = {}
        self.text = ""
        self._area = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)
        if tag in {"td", "th"}:
            self.cells.append("")
        if tag == "textarea":
            self._area = dict(attrs).get("name") or ""
            self.typed[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        inside = self._open
        if inside and inside[-1] == "textarea":
            self.typed[self._area] += data
        if "td" in inside or "th" in inside:
            self.cells[-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def posted(self, action: str) -> dict[str, str]:
        """What the browser would send of the form with that action if nobody touched it; no button."""
        fields: dict[str, str] = {}
        inside = chosen = ""
        for tag, attributes in self.tags:
            if tag == "form":
                inside = attributes.get("action", "")
            if inside != action:
                continue
            name, kind = attributes.get("name", ""), attributes.get("type", "text")
            if tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in attributes):
                fields[name] = attributes.get("value", "")
            if tag == "select":
                chosen = name
                fields[name] = ""
            if tag == "option" and "selected" in attributes:
                fields[chosen] = attributes["value"]
            if tag == "textarea":
                fields[name] = self.typed[name]
        return fields


def breaks_no_rule(html: str) -> bool:
    """Nothing inline, and no hostile value became a tag."""
    page = Page(html)
    inline = [
        (tag, name)
        for tag, attributes in page.tags
        for name in attributes
        if name == "style" or (name.startswith("on") and not name.startswith("one"))
    ]
    scripts = [attributes for attributes in page.all("script") if not attributes.get("src", "").startswith("/console/")]
    return not inline and not scripts and not page.all("style") and not page.all("img")
