"""`aftercare marked`: every marked text as a line nobody can train on before a person has read it."""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner, Result

from functions.operations import marking
from infra.cli import marked
from infra.cli.app import app
from infra.local.tokens import machine_line
from infra.training.corpus import BadText, labelled_file
from messages.hearing.reading import Intent
from tests.shell.conftest import HER, Shell
from tests.shell.test_shell_marked import her, mark, wrote

Answer = Callable[[str], tuple[int, str]]
BASIC = "Basic " + b64encode(b"desk:s/e+c").decode()


@pytest.fixture(autouse=True)
def _nothing_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "running", lambda: None)
    monkeypatch.delenv("AFTERCARE_MACHINE", raising=False)


@pytest.fixture
def served() -> Iterator[Callable[[Answer], str]]:
    """A pool and an API in one place, which answers as told, given the path with its query."""
    servers: list[ThreadingHTTPServer] = []

    def serve(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = self.headers["Authorization"] == "Bearer a-token"
                self._answer(*(answer(self.path) if known else (401, "{}")))

            def do_POST(self) -> None:
                known = self.path == "/oauth2/token" and self.headers["Authorization"] == BASIC
                told = json.dumps({"access_token": "a-token", "expires_in": 3600})
                self._answer(*((200, told) if known else (400, "{}")))

            def _answer(self, status: int, body: str) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None: ...

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def machine_at(url: str) -> str:
    return machine_line(url, "desk", "s/e+c")


def asked(url: str) -> Result:
    return CliRunner().invoke(app, ["marked", "--url", url, "--machine", machine_at(url)])


def through(shell: Shell) -> Answer:
    def answer(path: str) -> tuple[int, str]:
        parts = urlsplit(path)
        status, body = shell.api("GET", parts.path, query=parts.query)
        return status, json.dumps(body)

    return answer


def test_every_marked_text_becomes_a_line_that_training_refuses_until_it_was_read(
    shell: Shell, served: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(marking, "PAGE_TEXTS_MAX", 1)
    one = her(shell)
    wrote(shell, "im called Kiki, is a bath ok? ¿sí?", sid="SM1")
    wrote(shell, "cheers", sid="SM2")
    for sid, label in (("SM1", "question"), ("SM2", "ack")):
        mark(shell, one, sid, label)

    url = served(through(shell))
    done = CliRunner().invoke(app, ["marked", "--url", url], env={"AFTERCARE_MACHINE": machine_at(url)})
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.exit_code == 0
    assert {tuple(line) for line in lines} == {("id", "lang", "text", "label", "reviewed")}
    assert {line["text"] for line in lines} == {"im called a name, is a bath ok? ¿sí?", "cheers"}
    assert {line["reviewed"] for line in lines} == {False}
    assert "read every line" in done.stderr
    assert not [told for told in (one, HER, "SM1") if told in done.stdout]

    exported = tmp_path / "marked.jsonl"
    exported.write_text(done.stdout, "utf-8")
    with pytest.raises(BadText, match="line 1: nobody has read"):
        labelled_file(exported)
    exported.write_text(done.stdout.replace('"reviewed": false', '"reviewed": true'), "utf-8")
    assert {row.label for row in labelled_file(exported)} == {Intent.QUESTION, Intent.ACK}


def test_without_marks_nothing_is_printed(shell: Shell, served: Callable[[Answer], str]) -> None:
    done = asked(served(through(shell)))

    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((401, '{"title": "who are you", "detail": "send a token"}'), "who are you: send a token"),
        ((500, "<html>"), "not the clinic's API"),
        ((200, "[]"), "not the clinic's API"),
    ],
)
def test_a_refusal_is_told_and_nothing_is_written(
    served: Callable[[Answer], str], answer: tuple[int, str], why: str
) -> None:
    done = asked(served(lambda _: answer))

    assert (done.exit_code, done.stdout) == (1, "")
    assert why in done.stderr


def test_a_list_cut_short_is_not_written_at_all(served: Callable[[Answer], str]) -> None:
    row = {"id": "0a", "lang": "en", "text": "x", "label": "ack"}

    def breaks_off(path: str) -> tuple[int, str]:
        return (503, '{"title": "down"}') if "after" in path else (200, json.dumps({"marked": [row], "next": "0a"}))

    done = asked(served(breaks_off))

    assert (done.exit_code, done.stdout) == (1, "")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nowhere", "http://["])
def test_an_address_that_does_not_answer_is_explained(url: str) -> None:
    done = CliRunner().invoke(app, ["marked", "--url", url, "--machine", "http://desk:secret@127.0.0.1:9"])

    assert (done.exit_code, done.stdout) == (1, "")
    assert "--url" in done.stderr


def test_without_an_address_or_machine_nothing_is_asked() -> None:
    assert CliRunner().invoke(app, ["marked", "--url", "http://127.0.0.1:9"]).exit_code == 2


def test_a_machine_the_pool_does_not_know_is_explained(served: Callable[[Answer], str]) -> None:
    url = served(lambda _: (200, "[]"))

    done = CliRunner().invoke(app, ["marked", "--url", url, "--machine", machine_line(url, "desk", "other")])

    assert (done.exit_code, done.stdout) == (1, "")
    assert "--machine" in done.stderr
