"""The task routes."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, HTTPException, Path
from pydantic import AfterValidator, BaseModel, StrictBool, StringConstraints
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import db
from .deps import Owner

router = APIRouter(prefix="/api/{user_id}/tasks")
Session = Annotated[AsyncSession, Depends(db.session)]
Status = Literal["all", "pending", "completed"]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]  # PostgreSQL's text has no NUL
Title = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Completed = Annotated[StrictBool | None, Body(embed=True)]
Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


class TaskCreate(BaseModel):
    title: Title
    description: Annotated[Text, StringConstraints(max_length=1000)] | None = None


class TaskUpdate(TaskCreate):
    title: Title = ""  # never written: only fields that are present change
    completed: StrictBool = False


class TaskRead(TaskCreate, from_attributes=True):
    id: int
    user_id: str
    completed: bool
    created_at: Moment
    updated_at: Moment


async def task(id: Annotated[int, Path(le=2**63 - 1)], owner: Owner, session: Session):
    # Locked, so that of two changes at once neither is lost. Another user's is as absent as none.
    task = await session.get(db.Task, id, with_for_update=True)
    if task is None or task.user_id != owner:
        raise HTTPException(404, "There is no such task.")
    return task


Task = Annotated[db.Task, Depends(task)]


@router.get("", response_model=list[TaskRead])
async def list_tasks(owner: Owner, session: Session, status: Status = "all"):
    query = select(db.Task).where(db.Task.user_id == owner).order_by(db.Task.id)
    if status != "all":
        query = query.where(db.Task.completed == (status == "completed"))
    return (await session.scalars(query)).all()


@router.post("", response_model=TaskRead, status_code=201)
async def create_task(body: TaskCreate, owner: Owner, session: Session):
    session.add(task := db.Task(user_id=owner, **body.model_dump()))
    await session.commit()
    return task


@router.get("/{id}", response_model=TaskRead)
async def read_task(task: Task):
    return task


@router.put("/{id}", response_model=TaskRead)
@router.patch("/{id}", response_model=TaskRead)
async def update_task(body: TaskUpdate, task: Task, session: Session):
    for field, value in body.model_dump(exclude_unset=True).items():
        setattr(task, field, value)
    await session.commit()
    return task


@router.patch("/{id}/complete", response_model=TaskRead)
async def complete_task(task: Task, session: Session, completed: Completed = None):
    task.completed = not task.completed if completed is None else completed
    await session.commit()
    return task


@router.delete("/{id}", status_code=204)
async def delete_task(task: Task, session: Session):
    await session.delete(task)
    await session.commit()
