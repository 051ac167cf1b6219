"""Who may talk to this server, and what goes with every answer? Looked at before anything else, for every request.

A page of another site may send requests to localhost from the user's own browser, and may even give its own name the address
127.0.0.1. So the name that was asked (Host) must be one of ours, and whoever posts must be a page of ours (Origin).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backorder_xl.hosts.web.refusing import LOG, UNFORESEEN, Refused, place
from backorder_xl.hosts.web.serving import Serving

OFFICE_SCRIPTS = "https://appsforoffice.microsoft.com"
OFFICE_FRAMES = (
    "https://*.officeapps.live.com",  # Excel on the web itself
    "https://*.sharepoint.com",  # and the pages around it
    "https://onedrive.live.com",
    "https://*.office.com",
    "https://*.office365.com",
    "https://*.microsoft365.com",
    "https://*.cloud.microsoft",
)
"""Every page that may stand around ours; a browser looks at the whole chain."""

CONTENT = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {OFFICE_SCRIPTS}",
        "style-src 'self' 'unsafe-inline'",  # office.js sets styles of its own, and so do the letters in their preview
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
        f"frame-ancestors 'self' {' '.join(OFFICE_FRAMES)}",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
"""Not on loopback: a browser would then refuse every other program that speaks HTTP on this machine."""


@dataclass
class Seen:
    """What is logged of one request: no address, no query, nothing of a body."""

    status: int = 0
    sent: int = 0


class Guard:
    """Refuses strangers, adds the headers, turns what went wrong into a sentence, and logs a line."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app, self._serving = app, serving
        self._headers = HEADERS | (OVER_HTTPS if serving.public else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request from its head to its log line."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1008})
        seen, start = Seen(), time.perf_counter()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                headers.update(self._headers)
            else:
                seen.sent += len(message.get("body", b""))
            await send(message)

        try:
            self._look(scope)
            await self._app(scope, receive, answer)
        except Refused as refused:
            await self._refuse(refused, seen, scope, receive, answer)
        except Exception as error:
            LOG.error("%s: %s", scope["method"], place(error))
            await self._refuse(Refused(500, UNFORESEEN, "unforeseen"), seen, scope, receive, answer)
        finally:
            route = scope.get("route")
            path = f"{getattr(route, 'path', 'file')}" if route is not None or seen.status == 200 else "elsewhere"
            LOG.info("%s %s %s %.3f s %d bytes", scope["method"], path, seen.status, time.perf_counter() - start, seen.sent)
        return None

    async def _refuse(self, refused: Refused, seen: Seen, scope: Scope, receive: Receive, send: Send) -> None:
        if not seen.status:  # nothing was sent yet
            await refused.response()(scope, receive, send)

    def _look(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        asked = headers.getlist("host")
        if len(asked) != 1 or asked[0].lower() not in self._serving.hosts:
            says = f"This server answers under {self._serving.address} only; open that address, or start it with --address."
            raise Refused(403, says, "wrong_host")
        if scope["method"] != "POST":
            return
        if headers.get("origin") not in self._serving.origins or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            says = f"Only the add-in's own pages under {self._serving.address} may ask this; open the add-in in Excel."
            raise Refused(403, says, "wrong_origin")
