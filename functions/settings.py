"""What the deployment tells a function, read once and checked at the door."""

from collections.abc import Mapping
from dataclasses import dataclass

SHOWS_SWAGGER = frozenset({"dev", "local"})
"""Stages whose API shows a page to try it on."""


class SettingsError(Exception):
    """The function was deployed without something it needs; names all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A function that has no use for a queue or a secret is deployed without it, hence the empty strings.

    `twilio_base_url` and `clock_parameter` exist in stage local alone.
    """

    table: str
    public_url: str
    twilio_parameter: str
    phone_key_parameter: str
    wake_queue_url: str
    inbound_queue_url: str
    twilio_base_url: str
    clock_parameter: str
    staff_pool: str = ""
    console_client: str = ""
    sign_in_url: str = ""
    sender_email: str = ""  # empty: no e-mail is sent
    api_id: str = ""
    stage: str = ""


def from_environment(environment: Mapping[str, str]) -> Settings:
    needed = ("TABLE_NAME", "AFTERCARE_STAGE")
    missing = [name for name in needed if not environment.get(name)]
    if missing:
        raise SettingsError(f"the function has no {', '.join(missing)} in its environment")
    local = environment["AFTERCARE_STAGE"] == "local"
    if not local:
        for name in ("PUBLIC_URL", "SIGN_IN_URL"):
            if environment.get(name, "https://").split("://")[0] != "https":
                raise SettingsError(f"{name} must begin with https://: a session and a token travel under it")
    return Settings(
        table=environment["TABLE_NAME"],
        public_url=environment.get("PUBLIC_URL", "").rstrip("/"),
        twilio_parameter=environment.get("TWILIO_PARAMETER", ""),
        phone_key_parameter=environment.get("PHONE_KEY_PARAMETER", ""),
        wake_queue_url=environment.get("WAKE_QUEUE_URL", ""),
        inbound_queue_url=environment.get("INBOUND_QUEUE_URL", ""),
        twilio_base_url=environment.get("TWILIO_BASE_URL", "") if local else "",
        clock_parameter=environment.get("CLOCK_PARAMETER", "") if local else "",
        staff_pool=environment.get("STAFF_POOL", ""),
        console_client=environment.get("CONSOLE_CLIENT", ""),
        sign_in_url=environment.get("SIGN_IN_URL", "").rstrip("/"),
        sender_email=environment.get("SENDER_EMAIL", ""),
        api_id=environment.get("API_ID", ""),
        stage=environment["AFTERCARE_STAGE"],
    )
