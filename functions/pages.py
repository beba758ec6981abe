"""Lambda: a page behind an answer. It reads no table, sets no cookie and logs nobody."""

from typing import Any

from functions.operations.page_views import show
from functions.running import note, run

KEPT_SECONDS = 3600


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return run(context, lambda: _answer(event))


def _answer(event: dict[str, Any]) -> dict[str, Any]:
    shown = show((event.get("pathParameters") or {}).get("page", ""))
    note("page_shown", found=shown.status == 200)  # noqa: PLR2004 - OK; which page is nobody's business
    return {
        "statusCode": shown.status,
        "headers": {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": f"public, max-age={KEPT_SECONDS}",
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{shown.style_hash}'; img-src data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow",
        },
        "body": shown.html,
    }
