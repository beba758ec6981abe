"""Pages as HTML. Nothing inline: the policy of every page forbids it."""

from dataclasses import replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from functions.operations.sessions import SignedIn
from functions.web.exchange import Answer, page
from functions.web.files import static


def shown(template: str, who: SignedIn, **values: Any) -> Answer:
    """A page for somebody who is signed in. Every form in it bears `csrf`."""
    staff = {"name": who.staff.name, "role": who.staff.role}
    return page(_environment().get_template(template).render(csrf=who.session.csrf, staff=staff, **values))


def message(which: str, *, status: int = 200) -> Answer:
    """A page that says one thing and leads on; `templates/console/message.html` has the words."""
    return page(_environment().get_template("message.html").render(which=which), status=status)


def signed_out(back: str) -> Answer:
    """For a page that asked by itself when the session had ended: said above all else, and the rest is left alone."""
    answer = page(_environment().get_template("signed_out.html").render(back=back))
    return replace(answer, headers={**answer.headers, "HX-Reswap": "none"})


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("functions", "templates/console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static
    return made
