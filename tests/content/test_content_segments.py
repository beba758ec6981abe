"""A text is billed by the segment: 160 or 153 septets, 70 or 67 code units."""

import pytest

from messages.segments import Encoding, cost


@pytest.mark.parametrize(
    ("body", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ñ¿¡é" * 40, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("😢" * 35, 1),
        ("😢" * 36, 2),
    ],
)
def test_segments_follow_the_alphabet_the_text_needs(body: str, segments: int) -> None:
    assert cost(body).segments == segments


def test_a_pair_never_straddles_two_segments() -> None:
    assert cost("a" * 152 + "€" + "a" * 152).segments == 3
    assert cost("á" * 66 + "😢" + "á" * 66).segments == 3


def test_the_encoding_is_the_cheapest_that_holds_every_letter() -> None:
    assert [cost(body).encoding for body in ("ñ¿é", "á", "it’s", "")] == [
        Encoding.GSM7,
        Encoding.UCS2,
        Encoding.UCS2,
        Encoding.GSM7,
    ]
