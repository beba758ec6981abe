"""The console's five cookies, which no script reads and no other site sends along with a form."""

import base64
import re
from dataclasses import dataclass
from datetime import timedelta

RIDDLE_KEPT = timedelta(minutes=15)
"""How long somebody may take to sign in; as long as what she typed is kept."""

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,200}")


@dataclass(frozen=True, slots=True)
class Jar:
    """With TLS each name begins with `__Host-`: no neighboring host can plant one. On the local stage there is none."""

    is_tls: bool

    @property
    def session(self) -> str:
        return self._named("aftercare")

    @property
    def left(self) -> str:
        """Of a browser whose session ended: it lets nobody in, and tells whose a form is that still stands open."""
        return self._named("aftercare-left")

    @property
    def riddle(self) -> str:
        """Of a browser that was sent away to sign in."""
        return self._named("aftercare-riddle")

    @property
    def draft(self) -> str:
        """Of a browser that came back and has a form waiting."""
        return self._named("aftercare-draft")

    @property
    def searches(self) -> str:
        """Of a browser in which somebody looked for people."""
        return self._named("aftercare-searches")

    def keep(self, name: str, value: str, life: timedelta | None = None) -> str:
        """Without a life it ends with the browser."""
        until = "" if life is None else f"; Max-Age={int(life.total_seconds())}"
        secured = "; Secure" if self.is_tls else ""
        return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{until}{secured}"

    def leave(self, session: str) -> tuple[str, ...]:
        """The session's cookie goes. What it was is known as long as what she typed is kept."""
        return (
            self.forget(self.session),
            *((self.keep(self.left, session, RIDDLE_KEPT),) if _PLAIN.fullmatch(session) else ()),
        )

    def forget(self, name: str) -> str:
        return self.keep(name, "", timedelta())

    def _named(self, name: str) -> str:
        return f"__Host-{name}" if self.is_tls else name


def draft_value(secret: str, path: str) -> str:
    return f"{secret}.{base64.urlsafe_b64encode(path.encode()).rstrip(b'=').decode()}"


def draft_in(value: str, path: str) -> str:
    """The secret, when the draft is of this page; else empty."""
    secret, _, _ = value.partition(".")
    return secret if value == draft_value(secret, path) else ""
