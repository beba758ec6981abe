"""How many segments a text is billed as: GSM-7 160 or 153 septets, UCS-2 70 or 67 code units (3GPP TS 23.038)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


def count_segments(body: str) -> int:
    """At least 1; a pair (escape and character, or two surrogates) never straddles two segments."""
    if all(char in _BASIC or char in _EXTENDED for char in body):
        return _pack([2 if char in _EXTENDED else 1 for char in body], alone=160, joined=153)
    return _pack([2 if ord(char) > 0xFFFF else 1 for char in body], alone=70, joined=67)  # noqa: PLR2004


def _pack(sizes: list[int], *, alone: int, joined: int) -> int:
    if sum(sizes) <= alone:
        return 1
    segments, used = 1, 0
    for size in sizes:
        if used + size > joined:
            segments, used = segments + 1, 0
        used += size
    return segments
