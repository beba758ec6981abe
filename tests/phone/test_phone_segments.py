"""A text is billed by the segment: 160 or 153 septets, 70 or 67 code units."""

import pytest

from infra.local.phone.segments import count_segments


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
    assert count_segments(body) == segments


def test_a_pair_never_straddles_two_segments() -> None:
    assert count_segments("a" * 152 + "€" + "a" * 152) == 3
    assert count_segments("á" * 66 + "😢" + "á" * 66) == 3
