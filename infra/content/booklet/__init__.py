"""The whole care of one person as a page a clinical lead reads on paper and signs."""

from infra.content.booklet.printing import booklet

__all__ = ["booklet"]
