"""The words on which a carrier acts by itself when they are the whole text, and says so."""

KEYWORDS = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), "STOP"),
    **dict.fromkeys(("START", "UNSTOP"), "START"),
    **dict.fromkeys(("HELP", "INFO", "AYUDA"), "HELP"),
}
RETURNS = frozenset({"START", "UNSTOP", "YES"})
"""What lets the carrier send again. Whether it says so of YES is a matter of its settings: the first clinic's does, of
whoever writes it."""
