"""The keys of who is on record. Here alone the tenant does not stand first: a token names a person or a machine, and
the record says of which clinic. Lists of a clinic stand under the clinic, as everything else does."""

from hashlib import sha256

from functions.adapters.keys import Key, clinic_partition

STAFF = "STAFF"
SESSIONS = "SESSION#"


def person(staff_id: str) -> str:
    """Where everything of one of the staff lies: her record, her sessions, her drafts."""
    return f"S#{_safe(staff_id)}"


def staff(staff_id: str) -> Key:
    return Key(person(staff_id), STAFF)


def session(staff_id: str, key: str) -> Key:
    return Key(person(staff_id), f"{SESSIONS}{_safe(key)}")


def closed_session(staff_id: str, key: str) -> Key:
    """Elsewhere than those that are open: nothing that reads these lets anybody in."""
    return Key(person(staff_id), f"CLOSED#{_safe(key)}")


def draft(staff_id: str, key: str) -> Key:
    return Key(person(staff_id), f"DRAFT#{_safe(key)}")


def machine(client_id: str) -> Key:
    return Key(f"M#{_safe(client_id)}", "MACHINE")


def calls(caller: str, minute: int) -> Key:
    """How often somebody called in one minute since the epoch."""
    return Key(f"CALLS#{_safe(caller)}", f"{minute:012}")


def staff_list(clinic_id: str) -> str:
    return f"{clinic_partition(clinic_id)}#STAFF"


def machine_list(clinic_id: str) -> str:
    return f"{clinic_partition(clinic_id)}#MACHINES"


def _safe(part: str) -> str:
    """What cannot be an id of the pool becomes a key under which nothing is ever written."""
    fits = 0 < len(part) <= 128 and part.isascii() and part.replace("-", "").replace("_", "").isalnum()  # noqa: PLR2004
    return part if fits else f"!{sha256(part.encode(errors='replace')).hexdigest()}"
