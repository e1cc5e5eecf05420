import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .models import Permission, ProjectMember, role_permissions, user_roles

ROLES = ["viewer", "commenter", "editor", "manager", "owner"]
key = load_pem_public_key(Path(os.environ["JWT_PUBLIC_KEY_FILE"]).read_bytes())

Session = Annotated[AsyncSession, Depends(get_session)]
Bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


@dataclass
class Caller:
    id: int
    permissions: set[str]


async def get_caller(bearer: Bearer, session: Session) -> Caller:
    try:
        claims = jwt.decode(
            bearer.credentials, key, algorithms=["RS256"], audience="fasttrack-api", issuer="fasttrack"
        )
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    if claims.get("type") != "access":
        raise HTTPException(401)
    user_id = int(claims["sub"])
    names = await session.scalars(
        select(Permission.name)
        .join(role_permissions, role_permissions.c.permission_id == Permission.id)
        .join(user_roles, user_roles.c.role_id == role_permissions.c.role_id)
        .where(user_roles.c.user_id == user_id)
    )
    return Caller(user_id, set(names))


def requires(permission: str):
    async def get_permitted(caller: Annotated[Caller, Depends(get_caller)]) -> Caller:
        if permission not in caller.permissions:
            raise HTTPException(403)
        return caller

    return Annotated[Caller, Depends(get_permitted)]


async def require_role(session: AsyncSession, caller: Caller, project_id: int, least: str) -> None:
    if "manage_all_projects" in caller.permissions:
        return
    member = await session.get(ProjectMember, (project_id, caller.id))
    if member is None or ROLES.index(member.role) < ROLES.index(least):
        raise HTTPException(404)
