"""Letters that JSON and forms may carry and no record can."""


def encodable(text: str) -> str:
    """Without lone surrogates, such as half an emoji, which UTF-8 does not have."""
    return text.encode(errors="replace").decode()
