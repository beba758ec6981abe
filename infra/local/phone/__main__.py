"""python -m infra.local.phone: run the phone until interrupted."""

import argparse

import uvicorn

from infra.local.phone.app import create_app
from infra.local.phone.settings import PhoneSettings
from infra.local.phone.time_machine import RemoteTimeMachine


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.local.phone", description="A stand-in for Twilio.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=4580, help="port to listen on (4580)")
    parser.add_argument("--account-sid", required=True, help="the sid its clients sign in with")
    parser.add_argument("--auth-token", required=True, help="checks its clients, signs its webhooks")
    parser.add_argument("--skip-url", help="where the buttons that move time post to; without it, none")
    parser.add_argument("--seed", type=int, default=1, help="decides sids and random faults (1)")
    return parser


def main() -> None:
    chosen = options().parse_args()
    settings = PhoneSettings(chosen.account_sid, chosen.auth_token, seed=chosen.seed)
    time_machine = RemoteTimeMachine(chosen.skip_url) if chosen.skip_url else None
    print(f"The phone lies at http://{chosen.host}:{chosen.port}")
    uvicorn.run(create_app(settings, time_machine), host=chosen.host, port=chosen.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
