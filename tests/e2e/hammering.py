"""Everybody at once: signed and unsigned webhooks and a clinic's program, from several threads, as one seed decides."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from urllib.parse import urlencode

import boto3
import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from infra.local.cloud import BOTO, TWILIO_PARAMETER
from infra.local.house import SENDER, House
from infra.local.phone import PhoneClient
from infra.local.phone.wire import FORM_TYPE, plain_only

WAIT_SECONDS_MAX = 60.0
TRIES, SERVER_ERROR, BAD_GATEWAY = 3, 500, 502
CANARY = "marigold"
"""Stands in every word that is sent; no log line may repeat it."""
WORDS = (
    "thank you",
    "is it ok to take a bath",
    "98.4",
    "2",
    "i feel dizzy and faint",
    "no todavia",
    "👍",
    "call me please",
)


class Kind(StrEnum):
    """What a request is, and so what its answer may be."""

    TYPED = "a text typed on a handset"
    REPEATED = "a signed text, posted twice"
    STATUS = "a signed status"
    UNSIGNED = "an unsigned or wrongly signed webhook"
    GARBAGE = "a webhook that is no form"
    READ = "reading by API"
    ACT = "an act by API"
    NONSENSE = "nonsense to the API"
    STRANGER = "no key to the API"
    PAGE = "a page"


ALLOWED = {
    Kind.TYPED: {200},
    Kind.REPEATED: {200},
    Kind.STATUS: {200},
    Kind.UNSIGNED: {403},
    Kind.GARBAGE: {403, 200},  # bytes that are no form are one empty field, which may be signed
    Kind.READ: {200},
    Kind.ACT: {200},
    Kind.NONSENSE: {400, 404, 422},
    Kind.STRANGER: {401},
    Kind.PAGE: {200, 404},
}


@dataclass(slots=True)
class Heard:
    """What came of it: answers by kind and status, the seconds each took, the sids of all texts that were signed."""

    answers: Counter[tuple[Kind, int | None]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    seconds_cold: list[float] = field(default_factory=list)
    sids: set[str] = field(default_factory=set)
    broken: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def surprises(self) -> dict[tuple[Kind, int | None], int]:
        """Answers that are neither what the request deserved nor the emulator's own error."""
        return {key: n for key, n in self.answers.items() if key[1] not in ALLOWED[key[0]] | {BAD_GATEWAY}}

    def errors(self) -> int:
        """Answered by the emulator for a function that raised or was ended."""
        return sum(times for (_, status), times in self.answers.items() if status == BAD_GATEWAY)


class Hammer:
    """One thread's worth of requests."""

    def __init__(self, home: House, people: dict[str, str], heard: Heard, *, name: int) -> None:
        self._home, self._people, self._heard = home, people, heard
        self._name, self._count = name, 0
        self._random = Random(name)  # noqa: S311 - chance to be replayed, not a secret
        self._phone = PhoneClient(home.phone.base_url, timeout_seconds=WAIT_SECONDS_MAX)
        public = httpx.URL(home.api.base_url)
        self._host = f"{public.host}:{public.port}"
        self._http = httpx.Client(
            base_url=public.copy_with(host="127.0.0.1"), trust_env=False, verify=plain_only(), timeout=WAIT_SECONDS_MAX
        )
        self._sign = RequestValidator(_token(home)).compute_signature

    def run(self, everybody: threading.Barrier, begins_after: float, lasts: float) -> None:
        """One of each kind first, all at once with the others, so that no cold start falls into the time measured."""
        try:
            with self._phone, self._http:
                everybody.wait(WAIT_SECONDS_MAX)
                for kind, strike in dict(self._strikes()).items():
                    self._strike(kind, strike, self._heard.seconds_cold)
                everybody.wait(WAIT_SECONDS_MAX)
                until = time.monotonic() + lasts
                time.sleep(begins_after)  # the ramp
                while time.monotonic() < until:
                    self._strike(*self._random.choice(self._strikes()), self._heard.seconds)
        except BaseException as error:  # noqa: BLE001 - told by the test, on its own thread
            everybody.abort()
            self._heard.broken.append(error)

    def _strike(self, kind: Kind, strike: Callable[[], int | None], seconds: list[float]) -> None:
        began = time.monotonic()
        status = strike()
        with self._heard.lock:
            self._heard.answers[kind, status] += 1
            seconds.append(time.monotonic() - began)

    def _strikes(self) -> list[tuple[Kind, Callable[[], int | None]]]:
        return [
            *[(Kind.TYPED, self._typed)] * 4,
            *[(Kind.REPEATED, self._repeated)] * 2,
            *[(Kind.STATUS, self._status)] * 2,
            (Kind.UNSIGNED, self._unsigned),
            (Kind.GARBAGE, self._garbage),
            (Kind.READ, self._read),
            (Kind.ACT, self._act),
            (Kind.NONSENSE, self._nonsense),
            (Kind.STRANGER, self._stranger),
            (Kind.PAGE, self._page),
        ]

    def _typed(self) -> int | None:
        received = self._phone.type_text(self._number(), SENDER, self._words())
        with self._heard.lock:
            self._heard.sids.add(received.sid)
        return received.status

    def _repeated(self) -> int | None:
        """The second answer; the first must be as good."""
        self._count += 1
        sid = f"SM{self._name:08x}{self._count:024x}"
        form = {"From": self._number(), "To": SENDER, "Body": self._words(), "MessageSid": sid, "NumMedia": "0"}
        with self._heard.lock:
            self._heard.sids.add(sid)
        first, second = self._post_as_told("inbound", form), self._post("inbound", form)
        return max(first, second)

    def _status(self) -> int:
        state = self._random.choice(("queued", "sent", "delivered", "delivered", CANARY))
        return self._post(f"status/{self._enrollment()}/t-welcome", {"MessageSid": "SM1", "MessageStatus": state})

    def _unsigned(self) -> int:
        where = self._random.choice(("inbound", f"status/{self._enrollment()}/t-welcome"))
        form = {"From": self._number(), "Body": self._words(), "MessageSid": "SMforged"}
        signature = self._random.choice((None, "", "bm90IG91ciBzaWduYXR1cmU="))
        return self._send(where, urlencode(form).encode(), signature)

    def _garbage(self) -> int:
        kind = self._random.choice((FORM_TYPE, "application/json", "application/octet-stream", "text/plain"))
        return self._send("inbound", self._random.randbytes(self._random.randrange(3000)), "", kind)

    def _read(self) -> int:
        one = f"/v1/enrollments/{self._enrollment()}"
        return self._api("GET", self._random.choice((one, "/v1/escalations", "/v1/marked")))

    def _act(self) -> int:
        act = self._random.choice(("pause", "resume"))
        return self._api("POST", f"/v1/enrollments/{self._enrollment()}/{act}", b"{}")

    def _nonsense(self) -> int:
        one = f"/v1/enrollments/{self._enrollment()}"
        where = self._random.choice((f"{one}/{CANARY}", f"{one}/switch", f"{one}/anchor", "/v1/enrollments"))
        body = self._random.choice((b"{", b"[]", json.dumps({"phone": CANARY, "until": CANARY}).encode(), b"\xff"))
        return self._api("POST", where, body)

    def _stranger(self) -> int:
        return self._api("GET", "/v1/escalations", key=f"ak.{self._home.clinic.clinic_id}.{CANARY * 5}")

    def _page(self) -> int:
        return self._http.get(
            f"/r/{self._random.choice(('water.es.mx', CANARY))}", headers={"Host": self._host}
        ).status_code

    def _post_as_told(self, where: str, form: dict[str, str]) -> int:
        """The provider is told in docs/deploying.md to try a webhook twice more when it was answered with an error."""
        for _ in range(TRIES):
            status = self._post(where, form)
            if status < SERVER_ERROR:
                break
        return status

    def _post(self, where: str, form: dict[str, str]) -> int:
        signature = self._sign(f"{self._home.api.base_url}{self._path(where)}", form)
        return self._send(where, urlencode(form).encode(), signature)

    def _send(self, where: str, content: bytes, signature: str | None, kind: str = FORM_TYPE) -> int:
        signed = {} if signature is None else {"X-Twilio-Signature": signature}
        headers = {"Host": self._host, "Content-Type": kind, **signed}
        return self._http.post(self._path(where), content=content, headers=headers).status_code

    def _api(self, method: str, path: str, body: bytes | None = None, key: str | None = None) -> int:
        bearer = f"Bearer {key}" if key else self._home.api.bearer()
        self._count += 1  # another key for each: one that asked for something else is refused
        headers = {"Host": self._host, "Authorization": bearer, "Idempotency-Key": f"k-{self._name}-{self._count}"}
        return self._http.request(method, path, content=body, headers=headers).status_code

    def _path(self, where: str) -> str:
        return f"/twilio/{self._home.clinic.clinic_id}/{where}"

    def _number(self) -> str:
        return self._random.choice(list(self._people))

    def _enrollment(self) -> str:
        return self._random.choice([one for one in self._people.values() if one])

    def _words(self) -> str:
        return f"{self._random.choice(WORDS)} {CANARY}"


def _token(home: House) -> str:
    """The account's token, as the functions read it."""
    found = boto3.client("ssm", config=BOTO, **home.cloud.access).get_parameter(
        Name=TWILIO_PARAMETER, WithDecryption=True
    )
    return str(json.loads(found["Parameter"]["Value"])["auth_token"])
