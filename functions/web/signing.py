"""The pages of signing in and out."""

from urllib.parse import urlsplit

from functions.operations.reception import Reception
from functions.operations.refusing import Refusal, Why, refused
from functions.operations.sessions import SignedIn
from functions.operations.signing_in import HOME, begin, finish, page_for, riddle_in
from functions.web.cookies import RIDDLE_KEPT, Jar, draft_value
from functions.web.exchange import Answer, Request, redirect
from functions.web.guard import comes_from_us, is_ours, signed_in, to_sign_in
from functions.web.routes import Guarded, Open, Route
from functions.web.views import message

SIGNED_IN = "/console/signed-in"


def routes(reception: Reception) -> tuple[Route, ...]:
    return (
        Open(method="GET", pattern="/console/sign-in", run=lambda request: sign_in(reception, request)),
        Open(method="GET", pattern=SIGNED_IN, run=lambda request: come_back(reception, request)),
        Open(method="GET", pattern="/console/signed-out", run=lambda _: message("signed_out")),
        Open(method="POST", pattern="/console/sign-out", run=lambda request: sign_out(reception, request)),
        Guarded(
            method="POST",
            pattern="/console/sign-out-everywhere",
            needs=None,
            run=lambda request, who: sign_out_everywhere(reception, request, who),
        ),
    )


def sign_in(reception: Reception, request: Request) -> Answer:
    """On to the pool's page. Whoever did not come by way of its sign-out is sent there first."""
    jar = Jar(reception.is_tls)
    riddle = riddle_in(request.cookies.get(jar.riddle, ""))
    if riddle is None:
        return to_sign_in(reception, begin(request.query.get("back", HOME)), request)
    return redirect(page_for(reception.page, riddle))


def come_back(reception: Reception, request: Request) -> Answer:
    """From the pool's page, with a code. A second window that was slower finds her signed in already."""
    jar = Jar(reception.is_tls)
    riddle = riddle_in(request.cookies.get(jar.riddle, ""))
    told = {"code": request.query.get("code", ""), "state": request.query.get("state", "")}
    now = reception.time.now()
    opened = finish(reception.access, reception.page, riddle, **told, now=now) if riddle and told["code"] else None
    if opened is None:
        if isinstance(signed_in(reception, request), SignedIn):
            return redirect(HOME)
        refused(reception.world, Refusal(why=Why.NOBODY, route=SIGNED_IN))
        return message("not_signed_in", status=403).with_cookies(jar.forget(jar.riddle))
    reception.note("signed_in", role=opened.staff.role.value)
    waiting = (
        [jar.keep(jar.draft, draft_value(opened.draft, urlsplit(opened.back).path), RIDDLE_KEPT)]
        if opened.draft
        else []
    )
    opening = (jar.keep(jar.session, opened.cookie.value), jar.forget(jar.riddle), jar.forget(jar.left), *waiting)
    return redirect(opened.back).with_cookies(*opening)


def sign_out(reception: Reception, request: Request) -> Answer:
    """Also when the session has ended: whoever wants to leave is never asked to sign in first."""
    who = signed_in(reception, request)
    session = who.session
    if not comes_from_us(reception, request) or (
        isinstance(who, SignedIn) and not is_ours(reception, request, who.session)
    ):
        refused(reception.world, Refusal(why=Why.FORGED, route="/console/sign-out"))
        return message("forged", status=403)
    if session is not None:
        reception.access.close_session(session)
    return _farewell(reception, request)


def sign_out_everywhere(reception: Reception, request: Request, who: SignedIn) -> Answer:
    reception.access.sign_out(who.staff.staff_id, reception.time.now())
    return _farewell(reception, request)


def _farewell(reception: Reception, request: Request) -> Answer:
    """What stands half typed in another window is hers still: it is kept when it is sent, and shown to her alone."""
    jar = Jar(reception.is_tls)
    left = jar.leave(request.cookies.get(jar.session, ""))
    return redirect(reception.page.farewell()).with_cookies(
        *left, *map(jar.forget, (jar.draft, jar.riddle, jar.searches))
    )
