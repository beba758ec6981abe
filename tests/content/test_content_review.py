"""A signature is for the very words that were read: changed words, a day that never was or never came void it."""

import shutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from infra.content import review
from infra.content.signing import CannotSign, sign_all
from messages.catalogue import catalogue
from messages.language import Language
from messages.lint import Book, check, shipped
from messages.lint_review import wording_of_page, wording_of_phrase
from messages.pages import pages
from messages.phrases import phrases
from messages.review import fingerprint, is_signed, signature

EN, ES = Language.ENGLISH, Language.SPANISH
TODAY = date(2026, 12, 1)
WHO = "Dr. A. Sample, obstetrics"
ROOT = Path(__file__).parents[2]


def signed_entry(said: str, text: str | None = None) -> Book:
    book = shipped()
    entry = book.entries["heart.time", EN]
    changed = replace(entry, review=said, text=text or entry.text)
    return replace(book, entries={**book.entries, ("heart.time", EN): changed})


def reviews(book: Book) -> list[str]:
    return [one.said for one in check(book, TODAY) if one.rule == "review"]


def good(on: str = "2026-12-01") -> str:
    return f"{WHO} {on} {shipped().entries['heart.time', EN].wording}"


def test_a_signature_for_these_words_is_good() -> None:
    assert reviews(signed_entry(good())) == []


def test_words_that_were_changed_after_they_were_signed_are_named() -> None:
    text = shipped().entries["heart.time", EN].text.replace("often", "always")

    assert reviews(signed_entry(good(), text)) == [f"was changed since {WHO} signed it on 2026-12-01"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (f"{WHO} 2026-12-02 0123456789ab", "which has not come"),
        (f"{WHO} 2026-02-30 0123456789ab", "which is no day"),
        (f"{WHO} 2026-12-01", "not name, role, day and fingerprint"),
        ("fine by me", "names no day"),
        ("2026-12-01 0123456789ab", "not name, role"),
    ],
)
def test_what_is_no_signature_is_named(said: str, wrong: str) -> None:
    (found,) = reviews(signed_entry(said))

    assert wrong in found


@pytest.mark.parametrize("language", list(Language))
def test_a_page_and_a_phrase_are_signed_in_both_languages_at_once(language: Language) -> None:
    page, phrase = pages()["water"], phrases()["loss.baby"]
    words = {**page.words, language: replace(page.words[language], text=page.words[language].text + " More.")}
    said = {**phrase.words, language: "otherwise"}

    assert wording_of_page(replace(page, words=words)) != wording_of_page(page)
    assert wording_of_phrase(replace(phrase, words=said)) != wording_of_phrase(phrase)


def test_a_page_that_was_changed_is_named() -> None:
    book = shipped()
    page = replace(book.pages["water"], review=f"{WHO} 2026-12-01 {fingerprint('other words')}")

    assert len(reviews(replace(book, pages={**book.pages, "water": page}))) == 1


def test_the_fingerprint_of_a_text_is_the_one_on_record_with_each_text_that_was_sent() -> None:
    entry = catalogue().entry("heart.time", EN)

    assert fingerprint(entry.text) == entry.wording


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "messages", tmp_path / "messages", ignore=shutil.ignore_patterns("*.py", "hearing"))
    return tmp_path


def test_signing_changes_these_reviews_and_nothing_else(copy: Path) -> None:
    before = {path: path.read_text("utf-8") for path in (copy / "messages").rglob("*.toml")}

    sign_all(["heart.time", "page:water", "phrase:loss.baby"], who=WHO, on=TODAY, today=TODAY, language=None, root=copy)

    changed = {path for path, text in before.items() if path.read_text("utf-8") != text}
    assert {path.relative_to(copy / "messages").as_posix() for path in changed} == {
        "catalogue/en.toml",
        "catalogue/es.toml",
        "pages/water.toml",
        "phrases.toml",
    }
    for path in changed:
        lines = zip(before[path].splitlines(), path.read_text("utf-8").splitlines(), strict=True)
        assert sum(old != new for old, new in lines) == 1
    spanish = tomllib.loads((copy / "messages/catalogue/es.toml").read_text("utf-8"))
    assert is_signed(spanish["heart.time"]["review"], catalogue().entry("heart.time", ES).wording)
    water = tomllib.loads((copy / "messages/pages/water.toml").read_text("utf-8"))
    assert is_signed(water["review"], wording_of_page(pages()["water"]))


def test_one_language_can_be_signed_alone(copy: Path) -> None:
    sign_all(["heart.time"], who=WHO, on=TODAY, today=TODAY, language=ES, root=copy)

    english = tomllib.loads((copy / "messages/catalogue/en.toml").read_text("utf-8"))
    assert english["heart.time"]["review"] == "draft"


@pytest.mark.parametrize(
    ("keys", "who", "on"),
    [
        (["heart.time", "heart.nobody"], WHO, TODAY),
        (["page:nowhere"], WHO, TODAY),
        (["phrase:nothing"], WHO, TODAY),
        (["heart.time"], "A. Sample", TODAY),
        (["heart.time"], 'Dr. "A", role', TODAY),
        (["heart.time"], WHO, date(2026, 12, 2)),
    ],
)
def test_what_cannot_be_signed_changes_nothing(copy: Path, keys: list[str], who: str, on: date) -> None:
    before = {path: path.read_text("utf-8") for path in (copy / "messages").rglob("*.toml")}

    with pytest.raises(CannotSign):
        sign_all(keys, who=who, on=on, today=TODAY, language=None, root=copy)

    assert before == {path: path.read_text("utf-8") for path in (copy / "messages").rglob("*.toml")}


def test_a_signature_that_no_longer_fits_counts_as_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no production package carries it."""
    entry = catalogue().entry("heart.time", EN)
    void = replace(entry, review=good(), text=entry.text + " Rest.")
    book = replace(catalogue(), entries={**catalogue().entries, ("heart.time", EN): void})
    monkeypatch.setattr(review, "catalogue", lambda: book)

    assert "heart.time (en)" in set(review.drafts())


def test_a_signature_reads_as_it_is_written() -> None:
    found = signature(good())

    assert found is not None
    assert (found.who, found.on) == (WHO, TODAY)
    assert str(found) == good()
