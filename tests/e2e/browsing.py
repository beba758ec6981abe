"""A browser as far as signing in and forms need one."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import httpx

HOPS_MAX = 8


def hidden_in(page: str) -> dict[str, str]:
    """What a form of the page sends along unseen; of two with one name the last."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


@dataclass(slots=True)
class Window:
    """A browser without scripts. Any *.localhost name is this machine; each host has cookies of its own."""

    jars: dict[str, dict[str, str]] = field(default_factory=dict)
    at: httpx.URL = field(default_factory=lambda: httpx.URL("http://nowhere"))
    answer: httpx.Response = field(default_factory=lambda: httpx.Response(204))

    def go(self, method: str, to: str, fields: dict[str, str] | None = None) -> Window:
        origin = f"{self.at.scheme}://{self.at.netloc.decode()}"
        for _ in range(HOPS_MAX):
            self.at = self.at.join(to)
            headers = {"Host": self.at.netloc.decode(), "Cookie": self.cookies}
            headers |= {"Origin": origin} if method == "POST" else {}
            where = self.at.copy_with(host="127.0.0.1")
            self.answer = httpx.request(method, where, data=fields, headers=headers, timeout=60, trust_env=False)
            for cookie in self.answer.headers.get_list("set-cookie"):
                name, _, value = cookie.split(";")[0].partition("=")
                self.jars[self.at.host][name] = value
            if not self.answer.has_redirect_location:
                return self
            method, fields, to = "GET", None, self.answer.headers["location"]
        raise AssertionError("sent from one page to another without end")

    @property
    def cookies(self) -> str:
        """Those of the host it is at, as it sends them."""
        jar = self.jars.setdefault(self.at.host, {})
        return "; ".join(f"{name}={value}" for name, value in jar.items())

    @property
    def hidden(self) -> dict[str, str]:
        return hidden_in(self.answer.text)

    def types(self, email: str, password: str) -> Window:
        return self.go("POST", "/login", {**self.hidden, "username": email, "password": password})
