"""The pages behind the answers: every word is shown, nothing is fetched, and nobody is known."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from functions.operations.page_views import show
from messages.language import Language
from messages.pages import address, blocks, pages
from messages.resources import countries, lines
from schedules.printed import printed
from schedules.thresholds import Thresholds

EVERY = [(key, language) for key in pages() for language in Language]
_VALUE = re.compile(r"\{[a-z_]+\}")


class Seen(HTMLParser):
    """The words a browser shows, and every address in the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden = tag in {"style", "title"}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_word_that_is_written_is_shown(key: str, language: Language) -> None:
    written = pages()[key].words[language].text
    values = printed(Thresholds(), "us")
    wanted = _VALUE.sub(lambda match: values[match[0][1:-1]], written).split()

    shown = [
        word for block in blocks(pages()[key].words[language], values) for one in block.entries for word in one.split()
    ]

    assert shown == [word for word in wanted if word not in {"##", "-"}]
    assert set(shown) <= set(Seen(show(address(key, language, "us").removeprefix("/r/")).html).words)


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_page_fetches_nothing_runs_nothing_and_leads_only_to_pages_and_telephones(
    key: str, language: Language
) -> None:
    seen = Seen(show(f"{key}.{language.value}").html)

    assert seen.tags & {"script", "img", "iframe", "form", "input", "object", "embed"} == set()
    for one in seen.addresses:
        assert one == "data:," or one.startswith(("tel:", "sms:")) or one.removeprefix("/r/").split(".")[0] in pages()


def test_the_numbers_below_are_those_of_her_country() -> None:
    assert "Samaritans" in show("water.en.gb").html
    assert "988" not in show("water.en.gb").html
    assert {"911", "999", "000"} <= set(Seen(show("water").html).words)


@pytest.mark.parametrize("country", countries())
@pytest.mark.parametrize("language", list(Language))
def test_a_crisis_line_can_be_tapped_to_ring_and_to_text(country: str, language: Language) -> None:
    line = lines(country)
    seen = Seen(show(f"low-days.{language.value}.{country}").html)
    tapped = [one for one in seen.addresses if one.startswith("sms:")]

    assert f"tel:{line.crisis_tel.replace(' ', '')}" in seen.addresses
    assert len(tapped) == (line.crisis_text is not None)
    if line.crisis_text is not None:
        assert tapped[0].removeprefix("sms:").startswith(line.crisis_text.number.replace(" ", ""))


def test_the_word_a_crisis_line_wants_is_in_the_text_she_taps() -> None:
    assert "sms:988?&body=AYUDA" in Seen(show("low-days.es.us").html).addresses
    assert "sms:988" in Seen(show("low-days.en.us").html).addresses
    assert "sms:85258?&body=SHOUT" in Seen(show("low-days.en.gb").html).addresses


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nobody",
        "../etc/passwd",
        "water.xx.yy",
        "water.es.zz",
        "a" * 500,
        "<script>",
        "water.es.us.x",
        "water.es.us.x.y",
    ],
)
def test_a_strange_address_is_a_kind_page(path: str) -> None:
    shown = show(path)

    assert shown.status == (200 if path.startswith("water.") and path != "water.es.us.x.y" else 404)
    assert "<script>" not in shown.html


def test_the_style_sheet_is_the_one_the_policy_allows() -> None:
    shown = show("water.en.us")
    style = shown.html.partition("<style>")[2].partition("</style>")[0]

    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() == shown.style_hash
    assert '"Segoe UI"' in style
