"""The button that lets weeks pass: somebody else moves time, the phone only asks."""

from typing import Protocol

import httpx

from infra.local.phone.wire import LoopbackTransport

SKIP_SECONDS_MAX = 120.0
WORDS_CHARACTERS_MAX = 300


class TimeMachine(Protocol):
    async def skip(self, to: str) -> str:
        """Moves to the `next` text or to `tomorrow`; the answer is shown to whoever pressed."""
        ...


class RemoteTimeMachine:
    """Posts {"to": ...} to a URL on this machine and shows the text it answers with."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def skip(self, to: str) -> str:
        async with httpx.AsyncClient(transport=LoopbackTransport(), timeout=SKIP_SECONDS_MAX) as http:
            try:
                answer = await http.post(self._url, json={"to": to})
            except httpx.TransportError:
                return "Time did not move: nobody answered at the time machine's address."
        if answer.is_error:
            return f"Time did not move: the time machine answered {answer.status_code}."
        return answer.text[:WORDS_CHARACTERS_MAX]
