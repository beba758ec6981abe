"""Records what the real code asks of AWS and of Twilio, in order, with the answers of an emulated AWS."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from functions.adapters import aws
from infra.bench.wire import TWILIO, Exchange, Tape, cut


@dataclass(slots=True)
class Recorder:
    """Listens to every client that the adapters make, and is Twilio besides."""

    exchanges: list[Exchange] = field(default_factory=list)
    _asked: dict[str, Any] = field(default_factory=dict)
    _sids: int = 0
    _is_over: bool = False

    def stop(self) -> None:
        """From now on it costs whoever calls nothing."""
        self._is_over = True

    def listen(self) -> None:
        """To clients made from now on."""
        aws.session.cache_clear()
        aws.session().register("provide-client-params", self._remember)
        aws.session().register("response-received", self._keep)

    def during(self, work: Callable[[], object]) -> Tape:
        """What `work` asked, in order."""
        before = len(self.exchanges)
        work()
        return tuple(self.exchanges[before:])

    def twilio(self, method: str, url: str, body: Any) -> Exchange:
        """Takes every text, has none to list."""
        form = dict(parse_qsl(body.decode() if isinstance(body, bytes) else body or ""))
        if method == "POST":
            self._sids += 1
            made = Exchange(
                service=TWILIO, operation="create", asked=form, status=201, body=_text(form, f"SM{self._sids:032x}")
            )
        else:
            listed = json.dumps({"messages": [], "next_page_uri": None, "uri": urlsplit(url).path}).encode()
            made = Exchange(service=TWILIO, operation="list", asked=form, status=200, body=listed)
        self.exchanges.append(made)
        return made

    def _remember(self, **told: Any) -> None:
        self._asked = told["params"]

    def _keep(self, **told: Any) -> None:
        if self._is_over:
            return
        answer, (service, operation) = told["response_dict"], told["event_name"].split(".")[1:]
        self.exchanges.append(
            Exchange(
                service=service,
                operation=operation,
                asked=self._asked,
                status=answer["status_code"],
                headers={str(name): str(value) for name, value in answer["headers"].items()},
                body=answer["body"],
            )
        )


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Inside an emulated AWS: made by whoever calls. Clients made after it are heard by nobody."""
    made = Recorder()
    made.listen()
    try:
        with cut(made.twilio):
            yield made
    finally:
        aws.session.cache_clear()


def _text(form: dict[str, str], sid: str) -> bytes:
    """A message resource as long as Twilio's own."""
    account = "AC" + "1" * 32
    uri = f"/2010-04-01/Accounts/{account}/Messages/{sid}"
    now = formatdate()
    made = {
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": form.get("Body", ""),
        "date_created": now,
        "date_sent": None,
        "date_updated": now,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": None,
        "messaging_service_sid": form.get("MessagingServiceSid"),
        "num_media": "0",
        "num_segments": "0",
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "accepted",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": form.get("To"),
        "uri": f"{uri}.json",
    }
    return json.dumps(made).encode()
