"""FastAPI and SQLAlchemy's asyncio side: dependencies, mapped classes, models of Pydantic."""

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from .tasks import router

app = FastAPI(openapi_url=None)
app.include_router(router)


@app.exception_handler(HTTPException)
async def enveloped(_: Request, error: HTTPException) -> JSONResponse:
    body = {"data": None, "error": {"code": str(error.status_code), "message": "", "details": []}, "meta": {}}
    return JSONResponse(body, error.status_code)
