"""The trained weights: what they are made of, and that reading them is safe on anything."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.training import vocabulary
from infra.training.corpus import fingerprint, labelled
from messages.hearing import subjects
from messages.hearing.features import TOKENS_MAX, concepts_of, features, token_spans
from messages.hearing.model import CLASSES, WEIGHTS_FILE, model
from messages.hearing.normalize import plain
from messages.hearing.vocabulary import PAIRS_FILE, WORDS_FILE
from messages.hearing.weights import NotWeights, packaged_weights, packed, unpacked

WEIGHTS_BYTES_MAX = 4_000_000
LABELS = ("good", "bad")
LEVELS = [float(level) for level in range(-8, 8)]


def small_weights() -> bytes:
    """Two features: the first adds 2 times 0.5 to the first unit, the second takes 4 times 0.25 from the second."""
    header = {"labels": list(LABELS), "levels": LEVELS, "scales": [0.5, 0.25], "bias": [1.0, -1.0]}
    return packed(header, [7, 9 << 16], bytes([0x8A, 0x48]))


@pytest.mark.parametrize(("name", "labels"), [(WEIGHTS_FILE, CLASSES), (subjects.WEIGHTS_FILE, subjects.CLASSES)])
def test_the_shipped_weights_are_made_of_the_texts_and_words_beside_them(name: str, labels: tuple[str, ...]) -> None:
    header = packaged_weights(name, labels).header

    assert header["made_of"] == fingerprint(), "run `make train`: texts or words changed since the weights were made"


def test_the_vocabulary_is_that_of_the_texts() -> None:
    rows = labelled()

    written = resources.files("messages.hearing").joinpath(WORDS_FILE).read_text("utf-8").splitlines()

    assert [line.split()[:2] for line in written] == [line.split()[:2] for line in vocabulary.words(rows).splitlines()]
    assert resources.files("messages.hearing").joinpath(PAIRS_FILE).read_text("utf-8") == vocabulary.pairs(rows)


def test_the_shipped_weights_are_small_enough_to_load_in_a_function() -> None:
    files = [resources.files("messages.hearing").joinpath(name) for name in (WEIGHTS_FILE, subjects.WEIGHTS_FILE)]

    assert sum(len(file.read_bytes()) for file in files) < WEIGHTS_BYTES_MAX


def test_what_is_packed_is_found_by_its_number_and_nothing_else_is() -> None:
    weights = unpacked(small_weights(), LABELS)
    asked = [(number, 0, 0) for number in (7, 8, 9, 9 << 16, (9 << 16) + 7, 2**32 - 1)]

    assert weights.known(asked) == {0: (7, 0, 0), 1: (9 << 16, 0, 0)}
    assert weights.picked([0]) == (bytes([10]), bytes([8]))
    assert weights.picked([0, 1]) == (bytes([10, 8]), bytes([8, 4]))


def test_sums_are_scaled_by_how_many_features_are_known() -> None:
    weights = unpacked(small_weights(), LABELS)

    assert weights.sums(weights.picked([0])) == pytest.approx([1.0 + 4 * 0.5 * 2, -1.0], abs=0.02)
    assert weights.sums(weights.picked([0, 1])) == pytest.approx(
        [1.0 + 4 * 0.5 * 2 / 2**0.5, -1.0 - 4 * 0.25 * 4 / 2**0.5], abs=0.02
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", small_weights()[1:], small_weights()[:-1]])
def test_bytes_that_are_no_weights_are_named_with_how_to_mend_it(data: bytes) -> None:
    with pytest.raises(NotWeights, match="make train"):
        unpacked(data, LABELS)


def test_weights_for_other_labels_are_refused() -> None:
    with pytest.raises(NotWeights, match="other labels"):
        unpacked(small_weights(), ("good",))


@given(st.text(max_size=300))
def test_the_reason_lies_inside_what_she_wrote(text: str) -> None:
    heard = plain(text)
    opinion = model().opinion(features(heard.words))
    if opinion is None or opinion.seen is None:
        return
    start, end = model().because(heard.words, opinion.seen)

    assert 0 <= start <= end <= len(heard.words)
    assert heard.phrase(start, end) in text or not heard.origins


@given(st.text(max_size=300))
def test_features_name_tokens_that_are_there(text: str) -> None:
    words = plain(text).words
    count = len(token_spans(words))

    for number, first, last in features(words):
        assert 0 <= number < 2**32
        assert 0 <= first <= last < count


def test_of_a_very_long_text_the_beginning_and_the_end_are_read() -> None:
    words = " " + " ".join(f"w{at}" for at in range(1000)) + " "
    spans = token_spans(words)

    assert len(spans) == TOKENS_MAX
    assert words[slice(*spans[0])] == "w0"
    assert words[slice(*spans[-1])] == "w999"


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("39.5", "#fever"),
        ("101.2", "#fever"),
        ("36.8", "#body"),
        ("98.6", "#body"),
        ("2", "#2"),
        ("45", "#many"),
        ("bleeding", "bleed"),
        ("sangrando", "bleed"),
        ("toallas", "pad"),
    ],
)
def test_words_of_one_meaning_are_one_concept_in_both_languages(word: str, concept: str) -> None:
    assert concept in concepts_of(word)


def test_a_text_of_unknown_script_gets_no_opinion() -> None:
    assert model().opinion(features(plain("ㅎㅎㅎ").words)) is None
