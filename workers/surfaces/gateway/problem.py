"""The one shape of every error over HTTP: problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong. `type` is always `about:blank`: the status says what kind it is."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    type: str = "about:blank"
    title: str
    """The status in words."""
    status: int
    detail: str
    """A sentence for people."""
    reasons: Sequence[str] = ()
    """Each single thing that is wrong, as sentences."""


def problem(
    status: HTTPStatus, detail: str, reasons: Sequence[str] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error as response."""
    body = Problem(title=status.phrase, status=status, detail=detail, reasons=reasons)
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Give every error of an app this shape, also those of the framework."""
    app.add_exception_handler(HTTPException, _of_the_framework)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(Exception, _unexpected)


async def _of_the_framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    status = HTTPStatus(error.status_code)
    details = {
        HTTPStatus.NOT_FOUND: f"There is nothing at {request.url.path}.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.url.path} does not answer {request.method}.",
    }
    return problem(status, details.get(status, f"{error.detail}"), headers=error.headers)


async def _bad_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The request does not fit.", [_fault(f) for f in error.errors()])


async def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "This should not have happened; the service's log says more.")


def _fault(fault: Mapping[str, Any]) -> str:
    return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}."
