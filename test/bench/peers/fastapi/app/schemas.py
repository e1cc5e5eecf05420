from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["todo", "in_progress", "done"]
Priority = Literal["low", "medium", "high"]
Data = TypeVar("Data")


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PersonView(View):
    id: int
    display_name: str
    kind: str


class LabelView(View):
    id: int
    name: str
    color: str


class TaskView(View):
    id: int
    ref: str
    number: int
    project_id: int
    parent_id: int | None
    position: str
    title: str
    description: str | None
    status: Status
    priority: Priority
    assignee: PersonView | None
    labels: list[LabelView]
    start_on: date | None
    due_on: date | None
    recurrence: dict | None
    version: int
    created_at: datetime
    updated_at: datetime


class TaskPage(View):
    items: list[TaskView]
    next_cursor: str | None
    has_more: bool


class Envelope(View, Generic[Data]):
    data: Data
    error: None = None
    meta: dict = {}


class TaskCreate(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    description: str | None = Field(None, max_length=10_000)
    priority: Priority = "medium"


class TaskUpdate(BaseModel):
    status: Status
