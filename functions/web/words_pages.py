"""Words: every text a patient of this clinic can get, for everybody of its staff to read."""

from dataclasses import dataclass
from functools import partial

from functions.operations.sessions import SignedIn
from functions.roles import Permission
from functions.screens import words as words_screen
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request
from functions.web.routes import Guarded, Route
from functions.web.views import message
from messages.language import Language

WORDS = "/console/words"


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = WordsPages(desk)
    guarded = partial(Guarded, method="GET", needs=Permission.READ)
    return (guarded(pattern=WORDS, run=pages.tracks), guarded(pattern=f"{WORDS}/{{track}}", run=pages.track))


@dataclass(frozen=True, slots=True)
class WordsPages:
    desk: Desk

    def tracks(self, request: Request, who: SignedIn) -> Answer:
        return self.desk.show("words.html", request, who, "words", tracks=words_screen.tracks())

    def track(self, request: Request, who: SignedIn) -> Answer:
        """In English where no language of ours is asked for."""
        key, asked = request.names["track"], request.query.get("lang", "")
        if key not in {one.key for one in words_screen.tracks()}:
            return message("missing", status=404)
        language = Language(asked) if asked in set(Language) else Language.ENGLISH
        world = self.desk.world
        shown = words_screen.shown(key, language, self.desk.clinic(who), site=world.public_url, at=world.time.now())
        return self.desk.show("words_track.html", request, who, "words", words=shown)
