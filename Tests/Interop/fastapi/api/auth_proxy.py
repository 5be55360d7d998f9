"""Answers /api/auth/* by asking Better Auth, so that a client needs this one origin only."""

import os

import httpx
from fastapi import Request, Response

# Not a client, which would keep one user's cookies and send them for the next one.
transport = httpx.AsyncHTTPTransport()
TIMEOUT = {"timeout": httpx.Timeout(30).as_dict()}
# What each hop says for itself (RFC 9110, 7.6.1). All else passes, each Set-Cookie on its own.
HOP = b"host date content-length connection keep-alive te trailer transfer-encoding upgrade".split()


async def forward(scope, receive, send):
    asked = Request(scope, receive)
    target = (scope["raw_path"] + b"?" + scope["query_string"]).removesuffix(b"?")
    url = httpx.URL(os.environ["BETTER_AUTH_URL"]).copy_with(raw_path=target)
    headers = [header for header in asked.headers.raw if header[0].lower() not in HOP]
    body = await asked.body()
    try:
        answer = await transport.handle_async_request(
            httpx.Request(asked.method, url, headers=headers, content=body, extensions=TIMEOUT)
        )
        # Raw, because a compressed body goes on with the header that says so.
        response = Response(b"".join([part async for part in answer.aiter_raw()]))
        response.status_code = answer.status_code
        response.raw_headers += [h for h in answer.headers.raw if h[0].lower() not in HOP]
    except httpx.TransportError:
        response = Response("The sign-in server does not answer.", 502, media_type="text/plain")
    await response(scope, receive, send)
