"""Runs better-auth-server 1.1.0, an independent Python port of Better Auth, until its parent ends.

Usage: serve.py plugin|builtin|none [MAILS]
  plugin   with its bearer plugin
  builtin  without it, as the package comes: a bearer token signs in, set-auth-token is not sent
  none     without it, and Authorization is not looked at, as on Better Auth without that plugin
With MAILS it sends mails for new passwords, each one line of that file: an address, the link.
The jwt plugin is on in each, rate limits are off, everything is kept in memory. Prints its address,
alone on a line, as soon as it answers.

It follows Better Auth 1.7.6, so the wire differs from 1.4 (asked with curl):
- Origin: as in 1.4 needed with any cookie (403 MISSING_OR_NULL_ORIGIN, INVALID_ORIGIN; localhost is
  not 127.0.0.1). Without a cookie, sign-in and sign-up refuse a foreign one, too; 1.4 ignores it.
- Bearer: raw, signed, and signed but percent-decoded all sign in, and the scheme may be lower-case;
  1.4 refuses the last two. A signed token without a scheme does not; in 1.4 it does.
- Cookie and Bearer together: with the plugin Bearer wins over a bad cookie; in 1.4 the cookie does.
- Set-Cookie: the same name, value and Max-Age; attributes in the order Path, HttpOnly, SameSite,
  Max-Age. Sign-in and sign-up also delete dont_remember, so there are always two.
- No session: 401 {"code":"UNAUTHORIZED","message":"Unauthorized"}; empty in 1.4. get-session is
  200 null in both.
- Bad bodies: 400 INVALID_BODY for broken JSON (1.4: 500, empty), for a missing field (1.4:
  VALIDATION_ERROR), for a form (1.4 takes it) and for another type (1.4: 415); a malformed e-mail
  at sign-up is 400 INVALID_EMAIL (1.4: VALIDATION_ERROR).
- Unknown paths: 404 {"message":"Not Found"}; HEAD and OPTIONS: 405. In 1.4 each is an empty 404.
- Times have microseconds. Sign-in has "url": null. User ids and key ids are 32 letters and digits.
- JWT: the header also has "typ": "JWT". Claims, /token, /jwks, /ok, set-auth-jwt, sign-out, wrong
  password, e-mail taken and short password are as in 1.4.
"""

import os
import secrets
import sys

from fastapi import FastAPI

# At the end, so that the library better_auth is found before this folder.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from better_auth import BetterAuth, EmailAndPassword, RateLimit
from better_auth.integrations.fastapi import BetterAuthFastAPI
from better_auth.plugins_ext.bearer import BearerPlugin
from better_auth.plugins_ext.jwt import JWTPlugin

import peer


async def forget_authorization(ctx):
    ctx.request.headers.pop("authorization", None)


def mails(path):
    async def send(user, url, token):
        with open(path, "a") as file:
            print(user["email"], url, file=file)

    return send


def main():
    bearer = sys.argv[1] if len(sys.argv) in (2, 3) else None
    if bearer not in ("plugin", "builtin", "none"):
        sys.exit(__doc__)
    listener = peer.listen()
    auth = BetterAuth(
        secret=secrets.token_hex(32),
        base_url=peer.origin(listener),
        email_and_password=EmailAndPassword(
            enabled=True, send_reset_password=mails(sys.argv[2]) if len(sys.argv) == 3 else None
        ),
        rate_limit=RateLimit(enabled=False),
        plugins=[JWTPlugin(), BearerPlugin()] if bearer == "plugin" else [JWTPlugin()],
        hooks={"before": forget_authorization} if bearer == "none" else None,
    )
    app = FastAPI(openapi_url=None)
    app.include_router(BetterAuthFastAPI(auth).router)
    peer.serve(app, listener)


main()
