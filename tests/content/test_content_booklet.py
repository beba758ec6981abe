"""The booklet a clinical lead signs: every word a person can be sent on a track, whole, once, in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from infra.cli.previewing import rows
from infra.content.booklet import booklet
from infra.content.booklet.naming import TRACKS
from infra.content.coverage import messages_on, pages_behind
from infra.content.samples import Sample
from infra.pocket import SITE
from messages.catalogue import catalogue
from messages.language import Language
from messages.opt_in import OptIn
from messages.pages import pages
from schedules.pathways import released

EVERY = sorted({key for key, _ in released()})
_CHOSEN = {"early-medication", "late-waiting"}


class Seen(HTMLParser):
    """Bubbles as (language, words), the keys of each part, and what a browser might run or fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bubbles: list[tuple[str, str]] = []
        self.keys: dict[str, list[str]] = {}
        self.follows: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self._part = ""
        self._language: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.addresses += [found[name] for name in ("href", "src", "action", "srcset", "data") if name in found]
        self.ids += [found["id"]] if "id" in found else []
        self._part = found.get("data-part", self._part)
        if "data-key" in found:
            self.keys.setdefault(self._part, []).append(found["data-key"])
        if "data-follow" in found:
            self.follows.append(found["data-follow"])
        if found.get("class") == "sms":
            self._language = found["lang"]
            self.bubbles.append((found["lang"], ""))

    def handle_endtag(self, tag: str) -> None:
        self._language = None

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._language:
            language, words = self.bubbles[-1]
            self.bubbles[-1] = (language, words + data)


def sample(track: str) -> Sample:
    loss, management = track.split("-", 1)
    topics = frozenset(OptIn) if track in _CHOSEN else frozenset()
    return Sample(
        loss=loss,
        management=management,
        language=Language.ENGLISH,
        zone="America/New_York",
        anchor=date(2026, 3, 1),
        topics=topics,
    )


@cache
def html_of(track: str) -> str:
    return booklet(sample(track))


@cache
def seen(track: str) -> Seen:
    return Seen(html_of(track))


def planned(track: str, language: Language) -> Iterator[str]:
    return (row["text"] for row in rows(replace(sample(track), language=language)) if not row["withheld"])


def test_every_track_has_plain_words() -> None:
    assert sorted(TRACKS) == EVERY


@pytest.mark.parametrize("track", EVERY)
def test_nothing_is_run_or_fetched(track: str) -> None:
    html = html_of(track)

    assert not seen(track).tags & {"script", "img", "iframe", "object", "embed", "audio", "video", "form"}
    assert html.count("<link") == 1
    assert all(address.startswith(("#", "data:,")) for address in seen(track).addresses)
    assert all(address.startswith(SITE) for address in re.findall(r"https?://\S+", html))
    assert "@import" not in html
    assert "url(" not in html


@pytest.mark.parametrize("track", EVERY)
def test_every_link_leads_somewhere_in_the_page(track: str) -> None:
    found = seen(track)
    targets = {address.removeprefix("#") for address in found.addresses if address.startswith("#")}

    assert targets <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("track", EVERY)
@pytest.mark.parametrize("language", Language)
def test_every_planned_text_stands_to_the_letter(track: str, language: Language) -> None:
    bubbles = Counter(seen(track).bubbles)
    wanted = Counter((language.value, text) for text in planned(track, language))

    assert wanted
    assert wanted <= bubbles


@pytest.mark.parametrize("track", EVERY)
def test_every_message_she_can_be_sent_is_there(track: str) -> None:
    found = seen(track)
    there = {key for keys in found.keys.values() for key in keys} | set(found.follows)
    asked = {key.split(".")[1].replace("phq_interest", "phq") for key in there if key.startswith("ask.")}
    unasked = {
        key
        for key in catalogue().contracts
        if key.startswith("check.") and key.split(".")[1].replace("phq_down", "phq") not in asked
    }
    withheld = {row["message"] for row in rows(sample(track)) if row["withheld"]}

    assert messages_on(track, sample(track).topics) - unasked - withheld <= there


@pytest.mark.parametrize("track", EVERY)
def test_a_key_stands_once_in_its_part(track: str) -> None:
    for part, keys in seen(track).keys.items():
        if part not in {"weeks", "waiting"}:
            assert len(keys) == len(set(keys)), part


@pytest.mark.parametrize("track", EVERY)
def test_the_pages_are_those_its_texts_lead_to(track: str) -> None:
    found = seen(track)
    shown = {key for part, keys in found.keys.items() if part != "pages" for key in keys}
    wanted = {page for key in shown for page in pages_behind(catalogue().contracts[key])}

    assert {key.removeprefix("page:") for key in found.keys.get("pages", [])} == wanted
    for page in wanted:
        for language in Language:
            assert pages()[page].words[language].title in found.words


@pytest.mark.parametrize("track", EVERY)
def test_drafts_are_counted(track: str) -> None:
    found = seen(track)
    messages = {key for keys in found.keys.values() for key in keys} | set(found.follows)
    reviews = [
        catalogue().entry(key, language).review
        for key in messages
        if not key.startswith("page:")
        for language in Language
    ] + [pages()[key.removeprefix("page:")].review for key in messages if key.startswith("page:")]
    drafts = reviews.count("draft")

    said = f"{drafts} drafts, {len(reviews) - drafts} signed, of {len(reviews)} texts and pages here"
    assert said in found.words


def test_what_follows_an_answer_is_what_is_decided() -> None:
    follows = seen("ectopic-methotrexate").follows

    assert {"check.pain.ok", "safety.urgent_ectopic", "safety.emergency"} <= set(follows)


def test_withheld_texts_are_listed_with_their_reason() -> None:
    held = [row for row in rows(sample("early-surgery")) if row["withheld"] == "topic_off"]

    assert held
    assert seen("early-surgery").words.count("she did not choose this topic") == len(held)


def test_texts_of_a_clock_that_does_not_run_yet_are_there() -> None:
    found = seen("early-expectant")

    assert "care.heavy_days" in found.keys["waiting"]
    assert "13 days after the day bleeding began" in found.words


def test_a_discreet_phone_shows_the_door_and_what_is_behind_it() -> None:
    found = Seen(booklet(replace(sample("early-surgery"), discreet=True)))

    assert "discreet.door" in found.keys["weeks"]
    assert "heart.feelings" in found.follows


@pytest.mark.parametrize("track", EVERY)
def test_no_answer_safety_text_or_notice_of_another_track_is_printed(track: str) -> None:
    keys = seen(track).keys
    told = {key for part in ("answers", "safety", "notices") for key in keys.get(part, [])}

    asked = {key for key in told if key.startswith(("ask.", "check.doubt"))}
    assert told - asked <= messages_on(track, sample(track).topics)
    assert ("safety.urgent_ectopic" in told) == track.startswith("ectopic")


def test_pages_that_cannot_reach_a_track_are_not_printed() -> None:
    waiting = set(seen("early-surgery").keys["pages"])

    assert not waiting & {"page:after-treatment", "page:ahead", "page:closer", "page:choices", "page:nearby"}
    assert "page:after-treatment" in seen("ectopic-methotrexate").keys["pages"]


@pytest.mark.parametrize("track", EVERY)
def test_the_weeks_are_as_many_as_are_drawn(track: str) -> None:
    drawn = html_of(track).count('<li class="strip">')

    assert f"The {drawn} weeks" in seen(track).words


def test_every_bubble_says_its_segments_and_its_price() -> None:
    html = html_of("early-surgery")

    said = re.findall(r"· (\d) segments?, (?:GSM-7|UCS-2) · about ([\d.]+)¢ ·", html)
    assert len(said) == html.count('<p class="sms"')
    assert ("2", "2.6") in said
    assert all(price == f"{int(segments) * 1.28:.1f}" for segments, price in said)


def test_the_axis_is_drawn_without_backgrounds() -> None:
    """A browser prints none of them unless it is told to."""
    style = html_of("early-surgery").partition("<style>")[2].partition("</style>")[0]

    assert "gradient" not in style
    assert re.search(r"\.beads::before\{[^}]*border-top:1px solid", style)


def test_a_text_that_waits_for_an_answer_shows_its_words_and_says_what_for() -> None:
    (waiting,) = [row for row in rows(sample("early-medication")) if row["message"] == "topic.intimacy"]

    assert (waiting["withheld"], waiting["segments"]) == ("not_yet", 0)
    assert waiting["waits_for"] == "she has told that the bleeding ended"
    assert waiting["text"].startswith("Lakeside Clinic: as you asked")
    assert "only once she has told that the bleeding ended" in seen("early-medication").words


def test_a_text_of_a_topic_that_is_off_says_which_topic() -> None:
    held = [row for row in rows(sample("early-surgery")) if row["withheld"] == "topic_off"]

    assert all(row["waits_for"].startswith("she has chosen the topic ") and row["text"] for row in held)


def test_only_words_signed_as_they_stand_count_as_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    who = "Dr. A. Sample, obstetrics 2026-12-01"
    entry = catalogue().entry("heart.feelings", Language.ENGLISH)
    place = ("heart.feelings", Language.ENGLISH)
    for review, signed in ((f"{who} {entry.wording}", 1), (f"{who} 0123456789ab", 0)):
        entries = {**catalogue().entries, place: replace(entry, review=review)}
        book = replace(catalogue(), entries=entries)
        monkeypatch.setattr("infra.content.booklet.book.catalogue", lambda book=book: book)

        assert f" drafts, {signed} signed, of " in booklet(sample("early-surgery"))
