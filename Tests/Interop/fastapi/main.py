"""A task API behind Better Auth: `uvicorn main:app --port 8000`. Environment:
  DATABASE_URL     postgresql://user:password@host/database
  BETTER_AUTH_URL  where Better Auth answers, e.g. http://localhost:3000
  JWKS_URL         its public keys (default: BETTER_AUTH_URL/api/auth/jwks)
  JWT_ISSUER, JWT_AUDIENCE  the `iss` and `aud` that a JWT must have (default: any)
  PROXY_AUTH       1: this origin also answers /api/auth/*, by asking Better Auth
"""

import os

from fastapi import FastAPI

from api import auth_proxy, db, tasks

app = FastAPI(title="Tasks", lifespan=db.lifespan)
app.add_api_route("/health", lambda: {"status": "ok"}, name="health")
if os.environ.get("PROXY_AUTH") == "1":
    app.mount("/api/auth", auth_proxy.forward)  # before /api/{user_id}/tasks can take its paths
app.include_router(tasks.router)
