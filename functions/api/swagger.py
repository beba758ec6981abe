"""The description as a page to try it on, from the files that Powertools brings along: nothing is fetched."""

import json
from importlib import resources

from aws_lambda_powertools.event_handler.openapi.swagger_ui import generate_swagger_html

from functions.api.describing import described


def page() -> str:
    files = resources.files("aws_lambda_powertools.event_handler.openapi.swagger_ui")
    script, style = (
        files.joinpath(name).read_text("utf-8") for name in ("swagger-ui-bundle.min.js", "swagger-ui.min.css")
    )
    spec = json.dumps(described()).replace("</", "<\\/")
    return generate_swagger_html(spec, script, style, "", None)
