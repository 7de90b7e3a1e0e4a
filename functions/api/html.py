"""Makes HTML responses, with a content security policy that allows only the page's own style and
script."""

from aws_lambda_powertools.event_handler import Response

from functions.api.dashboard import assembled, hashes
from functions.api.viewer import Page


def dashboard() -> Response[str]:
    """The dashboard."""
    return _response(200, *assembled())


def linked(answer: Page) -> Response[str]:
    """A page behind a signed link, or a redirect. It runs no script."""
    style = hashes(answer.html, "style")
    response = _response(
        answer.status,
        answer.html,
        f"default-src 'none'; style-src {style}; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
    )
    response.headers |= {"referrer-policy": "no-referrer", "x-frame-options": "DENY"}
    if answer.location:
        response.headers["location"] = answer.location
    return response


def reference(content: str) -> Response[str]:
    """The API's reference page. It runs no script."""
    style = hashes(content, "style")
    policy = f"default-src 'none'; style-src {style}; frame-ancestors 'none'; base-uri 'none'"
    return _response(200, content, policy)


def _response(status: int, content: str, policy: str) -> Response[str]:
    headers: dict[str, str | list[str]] = {"content-security-policy": policy}
    return Response(status, content_type="text/html; charset=utf-8", body=content, headers=headers)
