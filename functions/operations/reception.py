"""Everything signing in needs, built once in `wiring` and passed down."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from functions.operations.world import Note, World
from functions.ports import Time
from functions.ports_access import Access, Directory, SignInPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """`time` is the system's own, on every stage: a session and a token end by the clock of the pool and the browser,
    however far the local stage has moved its own."""

    access: Access
    directory: Directory
    page: SignInPage
    time: Time
    note: Note
    public_url: str
    world: World  # whose log says what was refused

    @property
    def is_tls(self) -> bool:
        """False on the local stage alone: settings refuse a public address without TLS elsewhere."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        """What a browser calls our own pages."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"
