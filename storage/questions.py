"""Questions that people were asked and have not answered yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Question
from storage.words import QuestionKind


async def locked(session: AsyncSession, workspace_id: int, question_id: int) -> Question | None:
    """One question of a workspace, held until the end of the transaction: it is answered once."""
    query = (
        select(Question)
        .where(Question.workspace_id == workspace_id, Question.id == question_id)
        .with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def waiting(
    session: AsyncSession, workspace_id: int, person_id: int, kind: QuestionKind, address: str, now: datetime
) -> Question | None:
    """The last open question of this kind that somebody was asked in this place."""
    query = (
        select(Question)
        .where(
            Question.workspace_id == workspace_id,
            Question.person_id == person_id,
            Question.kind == kind,
            Question.address == address,
            Question.answered_at.is_(None),
            Question.expires_at > now,
        )
        .order_by(Question.id.desc())
        .limit(1)
        .with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def ask(
    session: AsyncSession,
    workspace_id: int,
    person_id: int,
    kind: QuestionKind,
    address: str,
    body: Mapping[str, Any],
    *,
    asked_at: datetime,
    expires_at: datetime,
) -> Question:
    """Keep a question until it is answered; it has its number afterwards."""
    row = Question(
        workspace_id=workspace_id,
        person_id=person_id,
        kind=kind,
        address=address,
        body=dict(body),
        asked_at=asked_at,
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()
    return row
