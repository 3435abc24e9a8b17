"""Where somebody stands when they ask what they can say: their role, and what is around them."""

from dataclasses import dataclass

from bot.command import Request, Spec
from bot.parameters import my_projects
from bot.services.people import rank
from storage import projects as project_rows
from storage.words import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """`role` is the one in the project at hand, else the highest of all; None: in no project.

    `is_bound`: a project lives in this channel.
    """

    role: Role | None
    is_admin: bool
    is_direct: bool
    is_bound: bool

    def may(self, spec: Spec) -> bool:
        """Whether they may run a command."""
        return self.is_admin or spec.role is None or rank(self.role) >= rank(spec.role)


async def of(request: Request) -> Standing:
    """Find out where whoever asks stands."""
    if request.project is not None:
        member = await project_rows.member(request.work.session, request.project.id, request.actor.id)
        roles = [member.role] if member is not None else []
    else:
        roles = [member.role for _, member in await my_projects(request)]
    highest = max(roles, key=rank, default=None)
    return Standing(highest, request.actor.is_admin, request.is_direct, request.project is not None)
