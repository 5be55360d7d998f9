"""How refusals are written: one function for each form met in public backends."""

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

CODES = {
    400: "BAD_REQUEST", 401: "UNAUTHORIZED", 402: "PAYMENT_REQUIRED", 403: "FORBIDDEN", 404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED", 409: "CONFLICT", 422: "VALIDATION_ERROR", 429: "RATE_LIMITED", 503: "UNAVAILABLE",
}
FORMS = {
    "detail": lambda code, text: {"detail": text},
    "detail_object": lambda code, text: {"detail": {"code": code, "message": text}},
    "error_object": lambda code, text: {"error": {"code": code, "message": text}},
    "success_false": lambda code, text: {"success": False, "error": {"code": code, "message": text}},
    "error_text": lambda code, text: {"error": code, "message": text},
    "message": lambda code, text: {"message": text},
    "detail_code": lambda code, text: {"detail": text, "code": code},
}
# The applications that wrap errors mostly wrap those of validation too; the others leave FastAPI's list.
WRAPS_VALIDATION = {"error_object", "success_false", "error_text"}


def install(app: FastAPI, form: str) -> None:
    """Writes every refusal of `app` in this form; an unforeseen exception stays Starlette's plain-text 500."""
    body = FORMS[form]

    @app.exception_handler(HTTPException)
    async def refuse(_: Request, error: HTTPException):
        code = CODES.get(error.status_code, "ERROR")
        return JSONResponse(body(code, error.detail), error.status_code, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError):
        if form in WRAPS_VALIDATION:
            issue = error.errors()[0]
            return JSONResponse(body(CODES[422], f"{'.'.join(map(str, issue['loc']))}: {issue['msg']}"), 422)
        issues = [{key: issue[key] for key in ("loc", "msg", "type")} for issue in error.errors()]
        return JSONResponse({"detail": jsonable_encoder(issues)}, 422)
