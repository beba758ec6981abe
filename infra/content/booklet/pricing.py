"""What a segment costs in the United States, carrier included, as the fact sheet found it in 2026 (sheet:E.5)."""

MESSAGE_DOLLARS = 0.0083
"""What the provider asks for a segment."""
CARRIER_DOLLARS = 0.0045
"""What carriers add to a segment, about; it differs from carrier to carrier."""
SEGMENT_DOLLARS = MESSAGE_DOLLARS + CARRIER_DOLLARS
PRICED_IN = 2026


def cents(segments: int) -> str:
    """Of one text, as print."""
    return f"{segments * SEGMENT_DOLLARS * 100:.1f}¢"


def dollars(segments: int) -> str:
    return f"{segments * SEGMENT_DOLLARS:.2f}"
