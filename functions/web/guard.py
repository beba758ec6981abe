"""Nobody passes who is not signed in, allowed, and asking from a page of ours; whoever cannot is sent to sign in."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from functions.operations import drafts
from functions.operations.reception import Reception
from functions.operations.refusing import Refusal, Why, refused
from functions.operations.sessions import Ended, SignedIn, ended, recognize, token_fits
from functions.operations.signing_in import HOME, Riddle, begin, inside
from functions.ports_access import Session
from functions.web.cookies import RIDDLE_KEPT, Jar, draft_in, draft_value
from functions.web.desk import DONE, UNDONE
from functions.web.exchange import Answer, Request, redirect
from functions.web.routes import Guarded, Open, Route, find
from functions.web.views import message, signed_out

CSRF = "csrf"
CSRF_HEADER = "x-csrf-token"
PAGE = "page"
"""A form may name the page it stands on, to come back to; else it is the address it is sent to."""
UNKNOWN = "unknown"


def answer(reception: Reception, routes: Sequence[Route], request: Request) -> Answer:
    found = find(routes, request.method, request.path)
    if found is None:
        return message("missing", status=404)
    route, names = found
    request = replace(request, names=names)
    if isinstance(route, Open):
        return route.run(request)
    who = signed_in(reception, request, keeps_awake=route.keeps_awake)
    if isinstance(who, Ended):
        return _sent_away(reception, routes, route, request, who)
    return _let_through(reception, routes, route, request, who)


def signed_in(reception: Reception, request: Request, *, keeps_awake: bool = True) -> SignedIn | Ended:
    cookie = request.cookies.get(Jar(reception.is_tls).session, "")
    return recognize(reception.access, cookie, reception.time.now(), keeps_awake=keeps_awake)


def is_ours(reception: Reception, request: Request, session: Session) -> bool:
    """A form or request of a page that this very session was shown: its token, and the origin the browser names."""
    token = request.value(CSRF) or request.headers.get(CSRF_HEADER, "")
    return comes_from_us(reception, request) and token_fits(session, token)


def comes_from_us(reception: Reception, request: Request) -> bool:
    """Every browser of today names an origin with what it sends; one that does not is refused."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    return request.headers.get("origin") == reception.origin and site == "same-origin"


def to_sign_in(reception: Reception, riddle: Riddle, request: Request) -> Answer:
    """By way of signing out at the pool, whose own cookie would let the next person in without a password."""
    jar = Jar(reception.is_tls)
    kept = (jar.keep(jar.riddle, riddle.cookie, RIDDLE_KEPT), *jar.leave(request.cookies.get(jar.session, "")))
    sought = (jar.forget(jar.searches),) if jar.searches in request.cookies else ()
    return redirect(reception.page.anew(), request=request).with_cookies(*kept, *sought)


def _let_through(
    reception: Reception, routes: Sequence[Route], route: Guarded, request: Request, who: SignedIn
) -> Answer:
    known = Refusal(why=Why.ROLE, route=route.pattern, clinic_id=who.staff.clinic_id, author=who.staff.staff_id)
    if not request.is_safe and not is_ours(reception, request, who.session):
        refused(reception.world, replace(known, why=Why.FORGED))
        return _shown_anew(reception, routes, request, who) or message("forged", status=403)
    if route.needs is not None and not who.staff.role.may(route.needs):
        refused(reception.world, known)
        return message("not_yours", status=403)
    jar = Jar(reception.is_tls)
    waiting = draft_in(request.cookies.get(jar.draft, ""), request.path) if request.is_safe else ""
    if not waiting:
        return route.run(request, who)
    draft = drafts.take(reception.access, who.session, waiting, reception.time.now())
    return route.run(replace(request, draft=draft), who).with_cookies(jar.forget(jar.draft))


def _shown_anew(reception: Reception, routes: Sequence[Route], request: Request, who: SignedIn) -> Answer | None:
    """Of a page that stood open while she signed in anew in another window. Nothing is done; what she typed is shown to
    her once more, on a page of this session. None for what no page of ours sent, or where nothing was typed."""
    if request.is_htmx or not comes_from_us(reception, request):
        return None
    at = _stands_at(routes, request)
    secret = _kept(reception, request, who.session, at)
    jar = Jar(reception.is_tls)
    return redirect(at).with_cookies(jar.keep(jar.draft, draft_value(secret, at), RIDDLE_KEPT)) if secret else None


def _sent_away(reception: Reception, routes: Sequence[Route], route: Guarded, request: Request, who: Ended) -> Answer:
    """With what she typed kept, when the form was hers and of a page of ours; of every form of such a page she is told
    that it was not done. What a page asks by itself takes no page away: whoever types goes on, and is told."""
    refused(reception.world, _refusal(route, who))
    if request.is_htmx:
        return signed_out(inside(_window(request)))
    if request.is_safe:
        return to_sign_in(reception, begin(request.here), request)
    if not comes_from_us(reception, request):
        return to_sign_in(reception, begin(HOME), request)
    at, secret = _stands_at(routes, request), ""
    of = who.session or ended(reception.access, request.cookies.get(Jar(reception.is_tls).left, ""))
    if of is not None and is_ours(reception, request, of):
        secret = _kept(reception, request, of, at)
    return to_sign_in(reception, begin(at if secret else f"{at}?{DONE}={UNDONE}", secret), request)


def _stands_at(routes: Sequence[Route], request: Request) -> str:
    """The page of ours on which a form stands; the first, where its address is that of no page."""
    at = inside(request.value(PAGE) or request.path)
    return at if find(routes, "GET", at) is not None else HOME


def _kept(reception: Reception, request: Request, of: Session, at: str) -> str:
    """The secret of what she typed; empty when she typed nothing, or more than is kept."""
    typed = tuple((name, value) for name, value in request.fields if name not in {CSRF, PAGE})
    return drafts.keep(reception.access, of, path=at, fields=typed, now=reception.time.now()) if typed else ""


def _refusal(route: Guarded, who: Ended) -> Refusal:
    if who.session is None:
        return Refusal(why=Why.NOBODY, route=route.pattern)
    ended = who.session
    return Refusal(why=Why.EXPIRED, route=route.pattern, clinic_id=ended.clinic_id, author=ended.staff_id)


def _window(request: Request) -> str:
    """The page in the window, of which htmx asks for a part."""
    try:
        return urlsplit(request.headers.get("hx-current-url", "")).path
    except ValueError:
        return HOME
