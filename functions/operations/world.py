"""Everything an operation needs, built once in `wiring` and passed down."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from functions.ports import Queue, Ref, Store, Time
from functions.ports_provider import Gateway, Mailer

Note = Callable[..., None]
"""`note("text_refused", purpose="page", error=21211)`: an action word and opaque values, never a name, a number
or a word she wrote. It becomes a log line and a metric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`public_url` is where the provider reaches us; `phone_key` keys the opaque ids derived from phones
    and of marked texts."""

    store: Store
    gateway: Gateway
    queue: Queue
    time: Time
    note: Note
    public_url: str
    phone_key: Callable[[], str]
    mailer: Mailer | None = None  # None: this deployment sends no e-mail

    @property
    def console(self) -> str:
        """Where staff see who waits."""
        return f"{self.public_url}/console"

    def stranger(self, clinic_id: str, phone: str) -> Ref:
        """Where texts of a phone nobody enrolled are kept: the same phone, the same place."""
        digest = hmac.new(self.phone_key().encode(), f"{clinic_id}/{phone}".encode(), hashlib.sha256).hexdigest()
        return Ref(clinic_id=clinic_id, enrollment_id=f"s{digest[:19]}")

    def mark_id(self, ref: Ref, text_id: str) -> str:
        """What a marked text is known by outside: nothing of hers can be told from it without our key."""
        parts = "\0".join(("marked", ref.clinic_id, ref.enrollment_id, text_id))
        return hmac.new(self.phone_key().encode(), parts.encode(), hashlib.sha256).hexdigest()

    def voice(self, ref: Ref, text_id: str) -> str:
        """Where the words of a call are asked for; keys pressed go to `/pressed` below it."""
        return f"{self.public_url}/twilio/{ref.clinic_id}/voice/{ref.enrollment_id}/{text_id}"

    def callback(self, ref: Ref, text_id: str) -> str:
        return f"{self.public_url}/twilio/{ref.clinic_id}/status/{ref.enrollment_id}/{text_id}"
