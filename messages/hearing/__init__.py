"""Reading a reply. `read` is the one door; everything behind it may be replaced from within."""

from messages.hearing.reader import read

__all__ = ["read"]
