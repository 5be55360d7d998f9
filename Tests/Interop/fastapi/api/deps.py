"""Who asks: verifies Better Auth's JWT with the issuer's public keys."""

import asyncio
import os
import time
from typing import Annotated

import httpx
import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

JWKS_URL = os.environ.get("JWKS_URL") or os.environ["BETTER_AUTH_URL"] + "/api/auth/jwks"
ISSUER = os.environ.get("JWT_ISSUER") or None
AUDIENCE = os.environ.get("JWT_AUDIENCE") or None
OPTIONS = {"require": ["exp", "sub"], "verify_aud": AUDIENCE is not None}
CHALLENGE = {"WWW-Authenticate": "Bearer"}
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


class KeySet:
    """The issuer's keys by `kid`: asked for once, and again when a `kid` is new."""
    keys, is_away, next_look, lock = {}, False, 0.0, asyncio.Lock()

    async def find(self, kid: str | None) -> jwt.PyJWK:
        async with self.lock:
            if kid not in self.keys and time.monotonic() >= self.next_look:
                await self.look()
        if kid in self.keys:
            return self.keys[kid]
        if not self.is_away:
            raise HTTPException(401, "The issuer has no such key.", CHALLENGE)
        # Not 401: the token may be good, and a client would sign its user out.
        raise HTTPException(503, "The issuer's keys are out of reach.", {"Retry-After": "1"})

    async def look(self):
        # Anybody can make up a `kid`, so only one in a while is a reason to ask again.
        pause = 10 if self.keys else 0
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = (await client.get(JWKS_URL)).raise_for_status().json()
            keys = jwt.PyJWKSet.from_dict(answer).keys
            self.keys, self.is_away = {key.key_id: key for key in keys}, False
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, TypeError, AttributeError):
            self.is_away, pause = True, 1  # the last good keys stay
        self.next_look = time.monotonic() + pause


key_set = KeySet()


async def owner(user_id: str, bearer: Bearer) -> str:
    """Returns the user of the path, who must be the `sub` of a valid JWT."""
    if bearer is None:
        raise HTTPException(401, "A bearer token is needed.", CHALLENGE)
    token = bearer.credentials
    try:
        key = await key_set.find(jwt.get_unverified_header(token).get("kid"))
        # The algorithms are ours to choose, never the token's.
        claims = jwt.decode(token, key, ["EdDSA"], OPTIONS, issuer=ISSUER, audience=AUDIENCE)
    except jwt.PyJWTError as error:
        raise HTTPException(401, f"The token is not valid: {error}.", CHALLENGE) from None
    if user_id != claims["sub"]:
        raise HTTPException(403, "These are another user's tasks.")
    return user_id


Owner = Annotated[str, Depends(owner)]
