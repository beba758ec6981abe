"""What may be sent in place of what was given: the same cut, changed in a bit or turned round, or anything at all."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

ANYTHING = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),  # lone surrogates and control characters too
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(["", " ", ".", "..", "a.b.c", "W10", "W" * 5000, "é", "\ud800", "\ud800..", "=", "-1", "9" * 400]),
)


@st.composite
def spoiled(draw: st.DrawFn, real: Sequence[str]) -> str:
    """One of `real`, no longer what it was."""
    value = draw(st.sampled_from([one for one in real if one]))
    at, bit = draw(st.integers(0, len(value) - 1)), draw(st.integers(0, 6))
    more = draw(st.sampled_from(["=", ".", "A", "#", "é", "\0", "\ud800"]))
    return draw(
        st.sampled_from(
            [
                value[:at],
                value[at + 1 :],
                f"{value[:at]}{chr(ord(value[at]) ^ 1 << bit)}{value[at + 1 :]}",
                f"{value[:at]}{more}{value[at:]}",
                value.swapcase(),
                value[::-1],
                value * 2,
                f"{value}{more * 2000}",
            ]
        )
    )


def given_or_not(real: Sequence[str]) -> st.SearchStrategy[str]:
    """Anything, something of `real` spoiled, or one of `real` as it is."""
    return st.one_of(ANYTHING, spoiled(real), st.sampled_from(real))
