from fastapi import APIRouter, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from .access import Caller, Session, require_role, requires
from .models import Project, Task
from .schemas import Envelope, Status, TaskCreate, TaskPage, TaskUpdate, TaskView

PAGE = 20
MOVES = {"todo": {"in_progress"}, "in_progress": {"todo", "done"}, "done": {"in_progress", "todo"}}
LOADED = (joinedload(Task.project), joinedload(Task.assignee), selectinload(Task.labels))

MayRead = requires("read_task")
MayCreate = requires("create_task")
MayUpdate = requires("update_task")

router = APIRouter()


@router.get("/tasks", response_model=Envelope[TaskPage])
async def list_all(session: Session, caller: MayRead, cursor: int = 0) -> dict:
    if "manage_all_projects" not in caller.permissions:
        raise HTTPException(403)
    return await page(session, Task.id > cursor)


@router.get("/tasks/{task_id}", response_model=Envelope[TaskView])
async def read(task_id: int, session: Session, caller: MayRead) -> dict:
    return {"data": await find(session, caller, task_id, "viewer")}


@router.patch("/tasks/{task_id}", response_model=Envelope[TaskView])
async def update(task_id: int, changes: TaskUpdate, session: Session, caller: MayUpdate) -> dict:
    task = await find(session, caller, task_id, "editor")
    if task.project.status != "active" or changes.status not in MOVES[task.status]:
        raise HTTPException(409)
    task.status = changes.status
    try:
        await session.commit()
    except StaleDataError as error:
        raise HTTPException(409) from error
    return {"data": task}


@router.get("/projects/{project_id}/tasks", response_model=Envelope[TaskPage])
async def list_of_project(
    project_id: int, session: Session, caller: MayRead, status: Status, cursor: int = 0
) -> dict:
    await find_project(session, caller, project_id, "viewer")
    return await page(session, Task.project_id == project_id, Task.status == status, Task.id > cursor)


@router.post("/projects/{project_id}/tasks", status_code=201, response_model=Envelope[TaskView])
async def create(project_id: int, body: TaskCreate, session: Session, caller: MayCreate) -> dict:
    project = await find_project(session, caller, project_id, "editor")
    if project.status != "active":
        raise HTTPException(409)
    task = Task(project=project, assignee=None, labels=[], **body.model_dump())
    session.add(task)
    await session.commit()
    return {"data": task}


async def find(session: AsyncSession, caller: Caller, task_id: int, least: str) -> Task:
    task = await session.get(Task, task_id, options=LOADED)
    if task is None:
        raise HTTPException(404)
    if task.assignee_id != caller.id:
        await require_role(session, caller, task.project_id, least)
    return task


async def find_project(session: AsyncSession, caller: Caller, project_id: int, least: str) -> Project:
    project = await session.get(Project, project_id)
    if project is None:
        raise HTTPException(404)
    await require_role(session, caller, project_id, least)
    return project


async def page(session: AsyncSession, *where) -> dict:
    rows = list(await session.scalars(select(Task).options(*LOADED).where(*where).order_by(Task.id).limit(PAGE + 1)))
    items, has_more = rows[:PAGE], len(rows) > PAGE
    cursor = str(items[-1].id) if has_more else None
    return {"data": {"items": items, "next_cursor": cursor, "has_more": has_more}}
