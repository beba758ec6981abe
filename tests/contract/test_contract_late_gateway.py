"""Laws of the gateway that is imported when a text is first sent."""

from __future__ import annotations

import os
import subprocess
import sys

TOLD = """
import sys
from functions.adapters.late_gateway import LateGateway
from functions.adapters.secrets import TwilioAccount

LateGateway(lambda: TwilioAccount(account_sid="AC" + "0" * 32, auth_token="token"), base_url=None)._gateway()
print("charset_normalizer" in sys.modules)

from requests.models import Response

answer = Response()
answer._content = "¿Cómo está?".encode()
print(answer.text)

import charset_normalizer
"""


def test_nothing_is_imported_to_guess_what_the_provider_writes_and_others_may_still_import_it() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}

    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", TOLD], capture_output=True, encoding="utf-8", check=False, env=environment
    )

    assert (done.stdout.splitlines(), done.stderr) == (["False", "¿Cómo está?"], "")
