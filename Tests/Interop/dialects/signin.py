"""Who is asking: a bearer JWT, and for some shapes a sign-in of the backend's own that makes one.

Without `auth: hs256` any JWT counts: its issuer is played elsewhere, so that neither signature nor times are looked at.
"""

import secrets
import time
import uuid
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer, OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import Field, create_model

# The account that exists from the start in shapes with a sign-in.
KNOWN = {"email": "ada@example.com", "password": "correct horse battery", "name": "Ada"}
ANSWERS = {
    "access_token": (create_model("Token", access_token=str, token_type=str),
                     lambda token, user: {"access_token": token, "token_type": "bearer"}),
    "token": (create_model("TokenOut", token=str), lambda token, user: {"token": token}),
    "data.token": (create_model("TokenData", data=create_model("TokenInner", token=str)),
                   lambda token, user: {"data": {"token": token}}),
    "user+token": (create_model("AuthOut", user=create_model("UserOut", id=str, email=str, name=str), token=str),
                   lambda token, user: {"user": user, "token": token}),
}


class SignIn:
    """The accounts of one process, and the check of what they were given."""

    def __init__(self, app: FastAPI, shape: dict):
        self.shape, self.secret, self.accounts = shape, secrets.token_hex(32), {}
        login = shape["login"]
        if login:
            self.add(**KNOWN)
            self.route(app, login)
        scheme = (OAuth2PasswordBearer(tokenUrl=login["path"].lstrip("/"), auto_error=False)
                  if login and login["form"] == "form" else HTTPBearer(auto_error=False))

        def user(given: Annotated[object, Depends(scheme)]) -> str:
            return self.check(getattr(given, "credentials", given))

        self.user = user

    def check(self, token: str | None) -> str:
        """The user's id in a token, else 401; 403 for a missing one where FastAPI up to 0.115 is imitated."""
        headers = {"WWW-Authenticate": "Bearer"}
        if token is None:
            status = self.shape["missing_token"]
            raise HTTPException(status, "Not authenticated", headers if status == 401 else None)
        try:
            if self.shape["auth"] == "hs256":
                return jwt.decode(token, self.secret, algorithms=["HS256"])["sub"]
            return jwt.decode(token, options={"verify_signature": False})["sub"]
        except (jwt.InvalidTokenError, KeyError):
            raise HTTPException(401, "Could not validate credentials", headers) from None

    def add(self, email: str, password: str, name: str) -> dict:
        user = {"id": str(uuid.uuid4()), "email": email, "name": name}
        self.accounts[email] = (password, user)
        return user

    def token(self, user: dict) -> str:
        now = int(time.time())
        claims = {"sub": user["id"], "email": user["email"], "iat": now, "exp": now + 3600}
        return jwt.encode(claims, self.secret, algorithm="HS256")

    def route(self, app: FastAPI, login: dict) -> None:
        model, answer = ANSWERS[login["answer"]]

        def sign_in(email: str, password: str):
            known, user = self.accounts.get(email, (None, None))
            if known != password:
                raise HTTPException(401, "Incorrect email or password", {"WWW-Authenticate": "Bearer"})
            return answer(self.token(user), user)

        identity = login["identity"]
        if login["form"] == "form":

            @app.post(login["path"], response_model=model)
            def login_form(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
                return sign_in(form.username, form.password)
        else:
            body = create_model("LoginRequest", **{identity: (str, ...), "password": (str, ...)})

            @app.post(login["path"], response_model=model)
            def login_json(data: body):
                return sign_in(getattr(data, identity), data.password)

        if login.get("register"):
            email = "email" if login["form"] == "form" else identity
            new = create_model("RegisterRequest", name=(str, ...), password=(str, Field(min_length=8)),
                               **{email: (str, ...)})

            @app.post(login["register"], response_model=model, status_code=201)
            def register(data: new):
                if getattr(data, email) in self.accounts:
                    raise HTTPException(409, "Email already registered")
                user = self.add(getattr(data, email), data.password, data.name)
                return answer(self.token(user), user)
