"""Runs better-auth-server 1.1.0, an independent Python port of Better Auth, until its parent ends.

Usage: serve.py plugin|builtin|none
  plugin   with its bearer plugin
  builtin  without it, as the package comes: a bearer token signs in, set-auth-token is not sent
  none     without it, and Authorization is not looked at, as on Better Auth without that plugin
The jwt plugin is on in each, rate limits are off, everything is kept in memory. Prints its address,
alone on a line, as soon as it answers.

FACTS
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


def main():
    bearer = sys.argv[1] if len(sys.argv) == 2 else None
    if bearer not in ("plugin", "builtin", "none"):
        sys.exit(__doc__)
    listener = peer.listen()
    auth = BetterAuth(
        secret=secrets.token_hex(32),
        base_url=peer.origin(listener),
        email_and_password=EmailAndPassword(enabled=True),
        rate_limit=RateLimit(enabled=False),
        plugins=[JWTPlugin(), BearerPlugin()] if bearer == "plugin" else [JWTPlugin()],
        hooks={"before": forget_authorization} if bearer == "none" else None,
    )
    app = FastAPI(openapi_url=None)
    app.include_router(BetterAuthFastAPI(auth).router)
    peer.serve(app, listener)


main()
