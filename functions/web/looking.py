"""A form that is looked at before it is done has an address that says nothing of whom it is about: the browser can go
back to it and load it anew, which it cannot with the answer to a form."""

from functions.operations import drafts
from functions.operations.sessions import SignedIn
from functions.screens.typed import Typed
from functions.web.desk import Desk
from functions.web.exchange import Answer, Request, redirect
from functions.web.guard import CSRF, PAGE

MARK = "form"
"""The query's name for what stands for a form in an address."""


def to_look(desk: Desk, request: Request, who: SignedIn, *, at: str, typed: Typed) -> Answer | None:
    """None for what is too long to keep."""
    fields = tuple((name, value) for name, value in typed.fields if name not in {CSRF, PAGE})
    reception = desk.reception
    mark = drafts.keep(reception.access, who.session, path=at, fields=fields, now=reception.time.now())
    return redirect(f"{at}?{MARK}={mark}", request=request) if mark else None


def looked_at(desk: Desk, request: Request, who: SignedIn, *, at: str) -> Typed | None:
    """None where no form is asked for, and for one that is another's, of another page or long forgotten."""
    mark, reception = request.query.get(MARK, ""), desk.reception
    kept = drafts.look(reception.access, who.session, mark, reception.time.now()) if mark else None
    return Typed.of(kept.fields) if kept is not None and kept.path == at else None
