"""What is sent to the service: by the provider, by a clinic's program, by a colleague at the console, by anybody."""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from random import Random
from threading import Lock
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import boto3
import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from infra.local.cloud import BOTO, TWILIO_PARAMETER
from infra.local.house import SENDER, House
from infra.local.phone import Call, PhoneClient
from infra.local.phone.wire import FORM_TYPE, plain_only
from tests.e2e.browsing import hidden_in

WAIT_SECONDS_MAX = 60.0
CANARY = "marigold"
"""Stands in every word that is sent; no log line may repeat it."""
FORGED = f"{CANARY} forged"
"""What nobody of the staff wrote; no phone may get it."""
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
PAGES = ("/console", "/console/people", "/console/log", "/console/reports", "/console/settings")
SENT = ("done=written", "done=waits")
PUT_OFF = {
    "down": "api_store_down",
    "contended": "contended",
    "console": "console_down",
    "voice": "webhook_kept",
    "key": "key_not_noted",
}
"""What is logged then."""
LISTENS = "<Gather"
"""For a key. No other answer to a call does."""
SIGN_OUT = "/logout?"
"""The pool's, by way of which whoever is not signed in comes to its page."""
PRESSES = 2
TRIES, AGAIN_SECONDS = 3, 2.0
"""Of whoever was told that the record cannot be reached or changed just now: to ask again is what we tell them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims:
    """Whom and what all of it is about. `people`: their enrollments by number, empty for strangers."""

    people: dict[str, str]
    call: Call  # about a matter that nobody has taken
    session: str  # the cookie of somebody who signed in
    csrf: str


@dataclass(slots=True)
class Sent:
    """What has to be found again: the sids of all signed texts, what colleagues wrote; and in the log, by its words,
    how often somebody was told to ask again."""

    sids: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    put_off: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def put_off_by(self, logged: str) -> None:
        with self.lock:
            self.put_off[logged] += 1


class Line:
    """One thread's connections, its chance and its aims."""

    def __init__(self, home: House, aims: Aims, sent: Sent, *, name: int) -> None:
        self.aims, self.sent, self.clinic = aims, sent, home.clinic
        self.phone = PhoneClient(home.phone.base_url, timeout_seconds=WAIT_SECONDS_MAX)
        self.random = Random(name)  # noqa: S311 - chance to be replayed, not a secret
        self._name, self._count = name, 0
        self.public = httpx.URL(home.api.base_url)
        self._http = httpx.Client(
            base_url=self.public.copy_with(host="127.0.0.1"),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none but those that are sent on purpose
            trust_env=False,
            verify=plain_only(),
            timeout=WAIT_SECONDS_MAX,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.phone.close()
        self._http.close()

    def send(self, method: str, path: str, headers: dict[str, str], content: bytes | None = None) -> httpx.Response:
        """Of the API and the console; both do once what is sent twice with the same key."""
        for _ in range(TRIES):
            answer = self.send_once(method, path, headers, content)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            code = "console" if path.startswith("/console") else answer.json()["code"]
            self.sent.put_off_by(PUT_OFF[code])
            time.sleep(AGAIN_SECONDS)
        return answer

    def send_once(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None = None
    ) -> httpx.Response:
        headers = {"Host": self.public.netloc.decode(), **headers}
        return self._http.request(method, path, content=content, headers=headers)

    def key(self) -> str:
        """Another each time, of hexadecimal digits."""
        self._count += 1
        return f"{self._name:04x}{self._count:04x}"

    def number(self) -> str:
        return self.random.choice(list(self.aims.people))

    def enrollment(self) -> str:
        return self.random.choice([one for one in self.aims.people.values() if one])

    def words(self) -> str:
        return f"{self.random.choice(WORDS)} {CANARY}"


class Provider:
    """Webhooks, signed and not."""

    def __init__(self, line: Line, token: str) -> None:
        self._line, self._sent = line, line.sent
        self._sign = RequestValidator(token).compute_signature

    def types(self) -> int | None:
        received = self._line.phone.type_text(self._line.number(), SENDER, self._line.words())
        self._sent.sids.add(received.sid)
        return received.status

    def repeats(self) -> int:
        """The worse of both answers."""
        sid = f"SM{self._line.key():0>32}"
        form = {"From": self._line.number(), "To": SENDER, "Body": self._line.words(), "MessageSid": sid}
        self._sent.sids.add(sid)
        return max(self._post("inbound", {**form, "NumMedia": "0"}).status_code for _ in range(2))

    def tells(self) -> int:
        state = self._line.random.choice(("queued", "sent", "delivered", "delivered", CANARY))
        return self._post(self._status(), {"MessageSid": "SM1", "MessageStatus": state}).status_code

    def asks_for_words(self) -> int | None:
        """Of a call that was answered, then of one in which a key was pressed that means nothing: both listen."""
        call = self._line.aims.call
        form = {"CallSid": call.sid, "CallStatus": "in-progress", "AnsweredBy": "human"}
        where = call.url.partition(f"/twilio/{self._line.clinic.clinic_id}/")[2]
        answered, pressed = self._listens(where, form), self._listens(f"{where}/pressed", {**form, "Digits": "9"})
        return _if(all(LISTENS in one.text for one in (answered, pressed)), answered, pressed)

    def _listens(self, where: str, form: dict[str, str]) -> httpx.Response:
        """A voice that could not read the record says so; whoever hears it calls on."""
        for _ in range(TRIES):
            answer = self._post(where, form)
            if LISTENS in answer.text or answer.is_error:
                break
            self._sent.put_off_by(PUT_OFF["key" if "Digits" in form else "voice"])
            time.sleep(AGAIN_SECONDS)
        return answer

    def tells_of_call(self) -> int:
        call = self._line.aims.call
        where = (call.status_callback or "").partition(f"/twilio/{self._line.clinic.clinic_id}/")[2]
        state = self._line.random.choice(("ringing", "in-progress", "completed", CANARY))
        return self._post(where, {"CallSid": call.sid, "CallStatus": state}).status_code

    def forges(self) -> int:
        where = self._line.random.choice(("inbound", self._status(), self._status().replace("status", "voice")))
        form = {"From": self._line.number(), "Body": self._line.words(), "MessageSid": "SMforged", "Digits": "1"}
        signature = self._line.random.choice((None, "", "bm90IG91ciBzaWduYXR1cmU="))
        return self._send(where, urlencode(form).encode(), signature).status_code

    def sends_garbage(self) -> int:
        kinds = (FORM_TYPE, "application/json", "application/octet-stream", "text/plain")
        kind, random = self._line.random.choice(kinds), self._line.random
        return self._send("inbound", random.randbytes(random.randrange(3000)), "", kind).status_code

    def _status(self) -> str:
        return f"status/{self._line.enrollment()}/t-welcome"

    def _post(self, where: str, form: dict[str, str]) -> httpx.Response:
        signature = self._sign(f"{self._line.public}".rstrip("/") + self._path(where), form)
        return self._send(where, urlencode(form).encode(), signature)

    def _send(self, where: str, content: bytes, signature: str | None, kind: str = FORM_TYPE) -> httpx.Response:
        signed = {} if signature is None else {"X-Twilio-Signature": signature}
        return self._line.send_once("POST", self._path(where), {"Content-Type": kind, **signed}, content)

    def _path(self, where: str) -> str:
        return f"/twilio/{self._line.clinic.clinic_id}/{where}"


class Program:
    """The API with a key of the clinic's, and without; and the pages that texts lead to."""

    def __init__(self, line: Line, home: House) -> None:
        self._line, self._bearer = line, home.api.bearer

    def reads(self) -> int:
        return self._ask("GET", self._line.random.choice((self._one(), "/v1/escalations", "/v1/marked")))

    def acts(self) -> int:
        return self._ask("POST", f"{self._one()}/{self._line.random.choice(('pause', 'resume'))}", b"{}")

    def talks_nonsense(self) -> int:
        one, random = self._one(), self._line.random
        where = random.choice((f"{one}/{CANARY}", f"{one}/switch", f"{one}/anchor", "/v1/enrollments"))
        bodies = (b"{", b"[]", json.dumps({"phone": CANARY, "until": CANARY}).encode(), b"\xff")
        return self._ask("POST", where, random.choice(bodies))

    def has_no_key(self) -> int:
        forged = f"Bearer ak.{self._line.clinic.clinic_id}.{CANARY * 5}"
        return self._line.send("GET", "/v1/escalations", {"Authorization": forged}).status_code

    def opens_page(self) -> int:
        return self._line.send("GET", f"/r/{self._line.random.choice(('water.es.mx', CANARY))}", {}).status_code

    def _ask(self, method: str, path: str, body: bytes | None = None) -> int:
        """Under another key each: one that asked for something else is refused."""
        headers = {"Authorization": self._bearer(), "Idempotency-Key": f"k-{self._line.key()}"}
        return self._line.send(method, path, headers, body).status_code

    def _one(self) -> str:
        return f"/v1/enrollments/{self._line.enrollment()}"


class Colleague:
    """The console, by somebody who signed in, by nobody, and by a page of another site in her browser."""

    def __init__(self, line: Line) -> None:
        self._line, self._sent = line, line.sent
        self._origin = f"{line.public.scheme}://{line.public.netloc.decode()}"

    def looks(self) -> int | None:
        found = self._get(self._line.random.choice((*PAGES, self._her(), self._her())))
        return _if(self._line.clinic.name in found.text, found)

    def writes(self) -> int | None:
        """She looks at it first, as the page has her do, and presses the button twice."""
        at, body = f"{self._her()}/write", f"We have seen it, {CANARY} {self._line.key()}"
        looked = self._form(at, {"csrf": self._line.aims.csrf, "body": body, "urgent": "yes"})
        if not looked.has_redirect_location:
            return looked.status_code
        form = {**hidden_in(self._get(looked.headers["location"]).text), "body": body, "do": "send"}
        self._sent.written.append(body)
        with ThreadPoolExecutor(PRESSES) as fingers:
            pressed = list(fingers.map(lambda _: self._form(at, form), range(PRESSES)))
        return _if(all(one.headers.get("location", "").endswith(SENT) for one in pressed), *pressed)

    def is_nobody(self) -> int | None:
        cookie = self._line.random.choice(("", f"aftercare={CANARY}", f"aftercare=nobody.{'A' * 43}"))
        if self._line.random.random() < 0.5:
            found = self._get(self._line.random.choice((*PAGES, self._her())), cookie)
        else:
            found = self._form(f"{self._her()}/write", {"csrf": CANARY, "body": FORGED, "do": "send"}, cookie=cookie)
        return _if(SIGN_OUT in found.headers.get("location", ""), found)

    def is_lured(self) -> int:
        form = {"csrf": self._line.aims.csrf, "body": FORGED, "urgent": "yes", "do": "send"}
        return self._form(f"{self._her()}/write", form, origin="http://elsewhere.example").status_code

    def _her(self) -> str:
        return f"/console/people/{self._line.enrollment()}"

    def _get(self, path: str, cookie: str | None = None) -> httpx.Response:
        return self._line.send("GET", path, {"Cookie": self._line.aims.session if cookie is None else cookie})

    def _form(
        self, path: str, fields: dict[str, str], *, cookie: str | None = None, origin: str = ""
    ) -> httpx.Response:
        sent_by = {"Origin": origin or self._origin, "Content-Type": "application/x-www-form-urlencoded"}
        headers = {**sent_by, "Cookie": self._line.aims.session if cookie is None else cookie}
        return self._line.send("POST", path, headers, urlencode(fields).encode())


def token_of(home: House) -> str:
    """The account's, as the functions read it."""
    found = boto3.client("ssm", config=BOTO, **home.cloud.access).get_parameter(
        Name=TWILIO_PARAMETER, WithDecryption=True
    )
    return str(json.loads(found["Parameter"]["Value"])["auth_token"])


def _if(says: bool, *answers: httpx.Response) -> int | None:
    """The worst status; None when all is well but what they say."""
    worst = max(one.status_code for one in answers)
    return worst if says or worst >= httpx.codes.BAD_REQUEST else None
