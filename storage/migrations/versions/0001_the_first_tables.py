"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage import types

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "delivery_keys",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_keys")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_keys_key")),
    )
    with op.batch_alter_table("delivery_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_keys_at"), ["at"], unique=False)

    op.create_table(
        "grants",
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("is_of_organisation", sa.Boolean(), nullable=False),
        sa.Column("enterprise_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("bot_id", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installer_id", sa.String(length=64), nullable=False),
        sa.Column("granted_at", types.Moment(timezone=True), nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_grants_platform_external_id")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("until", types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "offsets",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", types.Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_offsets")),
    )
    op.create_table(
        "workspaces",
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("admin_code", sa.String(length=64), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "installations",
        sa.Column("grant_id", types.Id, nullable=True),
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("bot_id", sa.String(length=64), nullable=False),
        sa.Column("bot_name", sa.String(length=100), nullable=False),
        sa.Column("stopped_at", types.Moment(timezone=True), nullable=True),
        sa.Column("refused_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_installations_grant_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_installations_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installations")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_installations_platform_external_id")),
    )
    with op.batch_alter_table("installations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_installations_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_installations_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("date_order", sa.String(length=3), nullable=True),
        sa.Column("next_weekday", sa.String(length=10), nullable=True),
        sa.Column("hours", sa.String(length=100), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=True),
        sa.Column("region", sa.String(length=12), nullable=True),
        sa.Column("chosen", sa.String(length=60), nullable=False),
        sa.Column("asks_at", sa.Time(), nullable=True),
        sa.Column("via", sa.String(length=24), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("in_channel", sa.Boolean(), nullable=False),
        sa.Column("stopped_at", types.Moment(timezone=True), nullable=True),
        sa.Column("gone_at", types.Moment(timezone=True), nullable=True),
        sa.Column("introduced_at", types.Moment(timezone=True), nullable=True),
        sa.Column("asks_from", types.Moment(timezone=True), nullable=True),
        sa.Column("zone_asked_at", types.Moment(timezone=True), nullable=True),
        sa.Column("next_at", types.Moment(timezone=True), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_people_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_next_at",
            ["workspace_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_people_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index("ix_people_workspace_id_name", ["workspace_id", "name"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("installation_id", types.Id, nullable=False),
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("handle", sa.String(length=100), nullable=False),
        sa.Column("is_reachable", sa.Boolean(), nullable=False),
        sa.Column("is_outsider", sa.Boolean(), nullable=False),
        sa.Column("is_second", sa.Boolean(), nullable=False),
        sa.Column("home_seen_at", types.Moment(timezone=True), nullable=True),
        sa.Column("home_due_at", types.Moment(timezone=True), nullable=True),
        sa.Column("profile_due_at", types.Moment(timezone=True), nullable=True),
        sa.Column("call_at", types.Moment(timezone=True), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name=op.f("fk_accounts_installation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_accounts_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "installation_id", "external_id", name=op.f("uq_accounts_installation_id_external_id")
        ),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_accounts_call_at",
            ["call_at"],
            unique=False,
            sqlite_where=sa.text("call_at IS NOT NULL"),
            postgresql_where=sa.text("call_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_accounts_home_due_at",
            ["home_due_at"],
            unique=False,
            sqlite_where=sa.text("home_due_at IS NOT NULL"),
            postgresql_where=sa.text("home_due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_accounts_home_seen_at",
            ["workspace_id"],
            unique=False,
            sqlite_where=sa.text("home_seen_at IS NOT NULL"),
            postgresql_where=sa.text("home_seen_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_accounts_installation_id_handle", ["installation_id", "handle"], unique=False
        )
        batch_op.create_index("ix_accounts_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("actor_id", types.Id, nullable=True),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("undone_by", types.Id, nullable=True),
        sa.Column("undoes", types.Id, nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_changes_actor_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_changes_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index("ix_changes_actor_id_id", ["actor_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_changes_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "days",
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("opened_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_days_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_days_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days")),
        sa.UniqueConstraint("person_id", "local_date", name=op.f("uq_days_person_id_local_date")),
    )
    with op.batch_alter_table("days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_days_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "leaves",
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("first_half", sa.String(length=2), nullable=True),
        sa.Column("last_half", sa.String(length=2), nullable=True),
        sa.Column("cover_id", types.Id, nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["cover_id"], ["people.id"], name=op.f("fk_leaves_cover_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leaves_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_leaves_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    with op.batch_alter_table("leaves", schema=None) as batch_op:
        batch_op.create_index("ix_leaves_cover_id_last", ["cover_id", "last"], unique=False)
        batch_op.create_index("ix_leaves_person_id_last", ["person_id", "last"], unique=False)
        batch_op.create_index(batch_op.f("ix_leaves_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "link_codes",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("asked_by", types.Id, nullable=True),
        sa.Column("expires_at", types.Moment(timezone=True), nullable=False),
        sa.Column("used_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_link_codes_asked_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_link_codes_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_link_codes_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_link_codes_code")),
    )
    with op.batch_alter_table("link_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_codes_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("installation_id", types.Id, nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("under", sa.String(length=80), nullable=True),
        sa.Column("change_id", types.Id, nullable=True),
        sa.Column("message", types.Json, nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("next_at", types.Moment(timezone=True), nullable=False),
        sa.Column("not_after", types.Moment(timezone=True), nullable=True),
        sa.Column("insists", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", types.Moment(timezone=True), nullable=True),
        sa.Column("ref", sa.String(length=120), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name=op.f("fk_outbox_installation_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_outbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "workspace_id", "address", "key", name=op.f("uq_outbox_workspace_id_address_key")
        ),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_ref",
            ["installation_id", "ref"],
            unique=False,
            sqlite_where=sa.text("ref IS NOT NULL"),
            postgresql_where=sa.text("ref IS NOT NULL"),
        )
        batch_op.create_index("ix_outbox_topic", ["workspace_id", "topic", "address"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["installation_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "posts",
        sa.Column("installation_id", types.Id, nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name=op.f("fk_posts_installation_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_posts_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint(
            "installation_id", "topic", "address", name=op.f("uq_posts_installation_id_topic_address")
        ),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_installation_id_ref", ["installation_id", "ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "projects",
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("hours", sa.String(length=100), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=True),
        sa.Column("region", sa.String(length=12), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("accepts_by", types.Id, nullable=True),
        sa.Column("forecast_at", types.Moment(timezone=True), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["accepts_by"], ["people.id"], name=op.f("fk_projects_accepts_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_projects_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_projects_workspace_id_key")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(
            "ix_projects_forecast_at",
            ["forecast_at"],
            unique=False,
            sqlite_where=sa.text("forecast_at IS NOT NULL"),
            postgresql_where=sa.text("forecast_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_projects_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("body", types.Json, nullable=False),
        sa.Column("asked_at", types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", types.Moment(timezone=True), nullable=False),
        sa.Column("answered_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_questions_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_questions_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "strangers",
        sa.Column("installation_id", types.Id, nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name=op.f("fk_strangers_installation_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_strangers_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strangers")),
        sa.UniqueConstraint(
            "installation_id", "external_id", name=op.f("uq_strangers_installation_id_external_id")
        ),
    )
    with op.batch_alter_table("strangers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_strangers_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "blockers",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("raiser_id", types.Id, nullable=False),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("outside", sa.String(length=100), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("raised_at", types.Moment(timezone=True), nullable=False),
        sa.Column("taken_at", types.Moment(timezone=True), nullable=True),
        sa.Column("taken_until", sa.Date(), nullable=True),
        sa.Column("resolved_at", types.Moment(timezone=True), nullable=True),
        sa.Column("resolved_by", types.Id, nullable=True),
        sa.Column("resolution", sa.String(length=500), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_blockers_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_blockers_project_id")),
        sa.ForeignKeyConstraint(["raiser_id"], ["people.id"], name=op.f("fk_blockers_raiser_id")),
        sa.ForeignKeyConstraint(["resolved_by"], ["people.id"], name=op.f("fk_blockers_resolved_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_blockers_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blockers")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_blockers_project_id_number")),
    )
    with op.batch_alter_table("blockers", schema=None) as batch_op:
        batch_op.create_index("ix_blockers_owner_id_status", ["owner_id", "status"], unique=False)
        batch_op.create_index("ix_blockers_project_id_status", ["project_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_blockers_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "channels",
        sa.Column("installation_id", types.Id, nullable=False),
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("project_id", types.Id, nullable=True),
        sa.Column("gone_at", types.Moment(timezone=True), nullable=True),
        sa.Column("roster_due_at", types.Moment(timezone=True), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name=op.f("fk_channels_installation_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_channels_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_channels_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint(
            "installation_id",
            "external_id",
            "thread",
            name=op.f("uq_channels_installation_id_external_id_thread"),
        ),
    )
    with op.batch_alter_table("channels", schema=None) as batch_op:
        batch_op.create_index("ix_channels_project_id", ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_channels_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "events",
        sa.Column("change_id", types.Id, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("entity_id", types.Id, nullable=False),
        sa.Column("project_id", types.Id, nullable=True),
        sa.Column("before", types.Json, nullable=False),
        sa.Column("after", types.Json, nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_events_change_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_events_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_change_id", ["change_id"], unique=False)
        batch_op.create_index("ix_events_entity_entity_id", ["entity", "entity_id"], unique=False)
        batch_op.create_index("ix_events_project_id_id", ["project_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "ladder_steps",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("after_hours", sa.Double(), nullable=False),
        sa.Column("rung", sa.String(length=24), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_ladder_steps_project_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_ladder_steps_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_steps")),
        sa.UniqueConstraint("project_id", "level", name=op.f("uq_ladder_steps_project_id_level")),
    )
    with op.batch_alter_table("ladder_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladder_steps_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "members",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("added_by", types.Id, nullable=True),
        sa.Column("last_used_at", types.Moment(timezone=True), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_members_added_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_members_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_members_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("project_id", "person_id", name=op.f("uq_members_project_id_person_id")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("ix_members_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("promised", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("forecast", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("move_reason", sa.String(length=300), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_milestones_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_milestones_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index("ix_milestones_project_id", ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestones_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "project_days",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_days_project_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_project_days_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_days")),
        sa.UniqueConstraint("project_id", "day", name=op.f("uq_project_days_project_id_day")),
    )
    with op.batch_alter_table("project_days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_days_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "standups",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("recurrence", types.Json, nullable=False),
        sa.Column("questions", types.Json, nullable=False),
        sa.Column("summary_at", sa.Time(), nullable=False),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.Column("stopped_at", types.Moment(timezone=True), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_standups_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_standups_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups")),
    )
    with op.batch_alter_table("standups", schema=None) as batch_op:
        batch_op.create_index("ix_standups_project_id", ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_standups_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("installation_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("ref", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("size", types.Id, nullable=False),
        sa.Column("media", sa.String(length=100), nullable=False),
        sa.Column("sent_at", types.Moment(timezone=True), nullable=False),
        sa.Column("project_id", types.Id, nullable=True),
        sa.Column("unmarked", sa.String(length=24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name=op.f("fk_uploads_installation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_uploads_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_uploads_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_uploads_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(
            "ix_uploads_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_uploads_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "escalation_steps",
        sa.Column("blocker_id", types.Id, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=24), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("held_until", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["blocker_id"], ["blockers.id"], name=op.f("fk_escalation_steps_blocker_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_escalation_steps_person_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_escalation_steps_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_steps")),
    )
    with op.batch_alter_table("escalation_steps", schema=None) as batch_op:
        batch_op.create_index("ix_escalation_steps_blocker_id", ["blocker_id"], unique=False)
        batch_op.create_index(
            "ix_escalation_steps_held_until",
            ["workspace_id", "held_until"],
            unique=False,
            sqlite_where=sa.text("held_until IS NOT NULL"),
            postgresql_where=sa.text("held_until IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_escalation_steps_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "escalations",
        sa.Column("blocker_id", types.Id, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("next_at", types.Moment(timezone=True), nullable=True),
        sa.Column("needed_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["blocker_id"], ["blockers.id"], name=op.f("fk_escalations_blocker_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_escalations_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint("blocker_id", name=op.f("uq_escalations_blocker_id")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_escalations_needed_at",
            ["workspace_id", "needed_at"],
            unique=False,
            sqlite_where=sa.text("needed_at IS NOT NULL"),
            postgresql_where=sa.text("needed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_escalations_next_at",
            ["workspace_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_escalations_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "invites",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("project_id", types.Id, nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("created_by", types.Id, nullable=False),
        sa.Column("expires_at", types.Moment(timezone=True), nullable=False),
        sa.Column("used_by", types.Id, nullable=True),
        sa.Column("used_at", types.Moment(timezone=True), nullable=True),
        sa.Column("open_code", sa.String(length=40), nullable=True),
        sa.Column("channel_id", types.Id, nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_invites_channel_id")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_invites_created_by")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_invites_project_id")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invites_used_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_invites_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code", name=op.f("uq_invites_code")),
    )
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invites_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "runs",
        sa.Column("standup_id", types.Id, nullable=False),
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("opened_at", types.Moment(timezone=True), nullable=False),
        sa.Column("next_at", types.Moment(timezone=True), nullable=True),
        sa.Column("summed_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_runs_project_id")),
        sa.ForeignKeyConstraint(["standup_id"], ["standups.id"], name=op.f("fk_runs_standup_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_runs_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("standup_id", "local_date", name=op.f("uq_runs_standup_id_local_date")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_runs_next_at",
            ["workspace_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_runs_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("standup_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("next_at", types.Moment(timezone=True), nullable=True),
        sa.Column("skip_on", sa.Date(), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_seats_person_id")),
        sa.ForeignKeyConstraint(["standup_id"], ["standups.id"], name=op.f("fk_seats_standup_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_seats_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("standup_id", "person_id", name=op.f("uq_seats_standup_id_person_id")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(
            "ix_seats_next_at",
            ["workspace_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index("ix_seats_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("creator_id", types.Id, nullable=False),
        sa.Column("acceptor_id", types.Id, nullable=True),
        sa.Column("milestone_id", types.Id, nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("due_at", types.Moment(timezone=True), nullable=True),
        sa.Column("due_zone", sa.String(length=64), nullable=True),
        sa.Column("estimate_low", sa.Double(), nullable=True),
        sa.Column("estimate_high", sa.Double(), nullable=True),
        sa.Column("left_hours", sa.Double(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("tags", sa.String(length=300), nullable=False),
        sa.Column("reject_reason", sa.String(length=300), nullable=True),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("started_at", types.Moment(timezone=True), nullable=True),
        sa.Column("done_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["acceptor_id"], ["people.id"], name=op.f("fk_tasks_acceptor_id")),
        sa.ForeignKeyConstraint(["creator_id"], ["people.id"], name=op.f("fk_tasks_creator_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name=op.f("fk_tasks_milestone_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_tasks_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_tasks_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_tasks_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_tasks_project_id_number")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_owner_id_status", ["owner_id", "status"], unique=False)
        batch_op.create_index("ix_tasks_project_id_status", ["project_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "warnings",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("milestone_id", types.Id, nullable=False),
        sa.Column("shown_in", types.Id, nullable=True),
        sa.Column("promised", sa.Date(), nullable=False),
        sa.Column("forecast", sa.Date(), nullable=False),
        sa.Column("slip_days", sa.Integer(), nullable=False),
        sa.Column("worst_days", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("root_blocker_id", types.Id, nullable=True),
        sa.Column("root_task_id", types.Id, nullable=True),
        sa.Column("began_with_leads", sa.Boolean(), nullable=False),
        sa.Column("raised_at", types.Moment(timezone=True), nullable=False),
        sa.Column("cleared_at", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name=op.f("fk_warnings_milestone_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_warnings_project_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_warnings_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warnings")),
    )
    with op.batch_alter_table("warnings", schema=None) as batch_op:
        batch_op.create_index("ix_warnings_project_id", ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_warnings_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index(
            "uq_warnings_open",
            ["milestone_id"],
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )

    op.create_table(
        "answers",
        sa.Column("run_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("said_in", sa.String(length=120), nullable=False),
        sa.Column("asked_at", types.Moment(timezone=True), nullable=False),
        sa.Column("closes_at", types.Moment(timezone=True), nullable=False),
        sa.Column("nudged_at", types.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", types.Moment(timezone=True), nullable=True),
        sa.Column("next_at", types.Moment(timezone=True), nullable=True),
        sa.Column("change_id", types.Id, nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answers_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_answers_run_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_answers_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("run_id", "person_id", name=op.f("uq_answers_run_id_person_id")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answers_next_at",
            ["workspace_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index("ix_answers_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "blocked_tasks",
        sa.Column("blocker_id", types.Id, nullable=False),
        sa.Column("task_id", types.Id, nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["blocker_id"], ["blockers.id"], name=op.f("fk_blocked_tasks_blocker_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_blocked_tasks_task_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_blocked_tasks_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_tasks")),
        sa.UniqueConstraint("blocker_id", "task_id", name=op.f("uq_blocked_tasks_blocker_id_task_id")),
    )
    with op.batch_alter_table("blocked_tasks", schema=None) as batch_op:
        batch_op.create_index("ix_blocked_tasks_task_id", ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocked_tasks_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "dependencies",
        sa.Column("project_id", types.Id, nullable=False),
        sa.Column("task_id", types.Id, nullable=False),
        sa.Column("after_id", types.Id, nullable=False),
        sa.Column("lag_days", sa.Integer(), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["tasks.id"], name=op.f("fk_dependencies_after_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_dependencies_project_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_dependencies_task_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_dependencies_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependencies")),
        sa.UniqueConstraint("task_id", "after_id", name=op.f("uq_dependencies_task_id_after_id")),
    )
    with op.batch_alter_table("dependencies", schema=None) as batch_op:
        batch_op.create_index("ix_dependencies_after_id", ["after_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependencies_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependencies_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("task_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notes_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_notes_task_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_notes_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index("ix_notes_task_id", ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notes_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("task_id", types.Id, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("next_at", types.Moment(timezone=True), nullable=True),
        sa.Column("told_for", types.Moment(timezone=True), nullable=True),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_reminders_task_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_reminders_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("task_id", "kind", name=op.f("uq_reminders_task_id_kind")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reminders_next_at",
            ["workspace_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_reminders_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "urges",
        sa.Column("task_id", types.Id, nullable=True),
        sa.Column("blocker_id", types.Id, nullable=True),
        sa.Column("asker_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("workspace_id", types.Id, nullable=False),
        sa.Column("id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["people.id"], name=op.f("fk_urges_asker_id")),
        sa.ForeignKeyConstraint(["blocker_id"], ["blockers.id"], name=op.f("fk_urges_blocker_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_urges_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_urges_task_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_urges_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urges")),
    )
    with op.batch_alter_table("urges", schema=None) as batch_op:
        batch_op.create_index("ix_urges_blocker_id", ["blocker_id"], unique=False)
        batch_op.create_index("ix_urges_task_id", ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_urges_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("urges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urges_workspace_id"))
        batch_op.drop_index("ix_urges_task_id")
        batch_op.drop_index("ix_urges_blocker_id")

    op.drop_table("urges")
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminders_workspace_id"))
        batch_op.drop_index(
            "ix_reminders_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("reminders")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_workspace_id"))
        batch_op.drop_index("ix_notes_task_id")

    op.drop_table("notes")
    with op.batch_alter_table("dependencies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dependencies_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_dependencies_project_id"))
        batch_op.drop_index("ix_dependencies_after_id")

    op.drop_table("dependencies")
    with op.batch_alter_table("blocked_tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocked_tasks_workspace_id"))
        batch_op.drop_index("ix_blocked_tasks_task_id")

    op.drop_table("blocked_tasks")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_workspace_id"))
        batch_op.drop_index("ix_answers_person_id")
        batch_op.drop_index(
            "ix_answers_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("answers")
    with op.batch_alter_table("warnings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_warnings_open",
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_warnings_workspace_id"))
        batch_op.drop_index("ix_warnings_project_id")

    op.drop_table("warnings")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_workspace_id"))
        batch_op.drop_index("ix_tasks_project_id_status")
        batch_op.drop_index("ix_tasks_owner_id_status")

    op.drop_table("tasks")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_workspace_id"))
        batch_op.drop_index("ix_seats_person_id")
        batch_op.drop_index(
            "ix_seats_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("seats")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runs_workspace_id"))
        batch_op.drop_index(
            "ix_runs_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("runs")
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invites_workspace_id"))

    op.drop_table("invites")
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalations_workspace_id"))
        batch_op.drop_index(
            "ix_escalations_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_escalations_needed_at",
            sqlite_where=sa.text("needed_at IS NOT NULL"),
            postgresql_where=sa.text("needed_at IS NOT NULL"),
        )

    op.drop_table("escalations")
    with op.batch_alter_table("escalation_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_steps_workspace_id"))
        batch_op.drop_index(
            "ix_escalation_steps_held_until",
            sqlite_where=sa.text("held_until IS NOT NULL"),
            postgresql_where=sa.text("held_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_escalation_steps_blocker_id")

    op.drop_table("escalation_steps")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploads_workspace_id"))
        batch_op.drop_index("ix_uploads_person_id")
        batch_op.drop_index(
            "ix_uploads_due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.drop_table("uploads")
    with op.batch_alter_table("standups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standups_workspace_id"))
        batch_op.drop_index("ix_standups_project_id")

    op.drop_table("standups")
    with op.batch_alter_table("project_days", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_days_workspace_id"))

    op.drop_table("project_days")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestones_workspace_id"))
        batch_op.drop_index("ix_milestones_project_id")

    op.drop_table("milestones")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_workspace_id"))
        batch_op.drop_index("ix_members_person_id")

    op.drop_table("members")
    with op.batch_alter_table("ladder_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ladder_steps_workspace_id"))

    op.drop_table("ladder_steps")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_workspace_id"))
        batch_op.drop_index("ix_events_project_id_id")
        batch_op.drop_index("ix_events_entity_entity_id")
        batch_op.drop_index("ix_events_change_id")

    op.drop_table("events")
    with op.batch_alter_table("channels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channels_workspace_id"))
        batch_op.drop_index("ix_channels_project_id")

    op.drop_table("channels")
    with op.batch_alter_table("blockers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blockers_workspace_id"))
        batch_op.drop_index("ix_blockers_project_id_status")
        batch_op.drop_index("ix_blockers_owner_id_status")

    op.drop_table("blockers")
    with op.batch_alter_table("strangers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_strangers_workspace_id"))

    op.drop_table("strangers")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_workspace_id"))
        batch_op.drop_index("ix_questions_person_id")

    op.drop_table("questions")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_projects_workspace_id"))
        batch_op.drop_index(
            "ix_projects_forecast_at",
            sqlite_where=sa.text("forecast_at IS NOT NULL"),
            postgresql_where=sa.text("forecast_at IS NOT NULL"),
        )

    op.drop_table("projects")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_workspace_id"))
        batch_op.drop_index("ix_posts_installation_id_ref")

    op.drop_table("posts")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_workspace_id"))
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )
        batch_op.drop_index("ix_outbox_topic")
        batch_op.drop_index(
            "ix_outbox_ref",
            sqlite_where=sa.text("ref IS NOT NULL"),
            postgresql_where=sa.text("ref IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_change_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("link_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_codes_workspace_id"))

    op.drop_table("link_codes")
    with op.batch_alter_table("leaves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leaves_workspace_id"))
        batch_op.drop_index("ix_leaves_person_id_last")
        batch_op.drop_index("ix_leaves_cover_id_last")

    op.drop_table("leaves")
    with op.batch_alter_table("days", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_days_workspace_id"))

    op.drop_table("days")
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changes_workspace_id"))
        batch_op.drop_index("ix_changes_actor_id_id")

    op.drop_table("changes")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_workspace_id"))
        batch_op.drop_index("ix_accounts_person_id")
        batch_op.drop_index("ix_accounts_installation_id_handle")
        batch_op.drop_index(
            "ix_accounts_home_seen_at",
            sqlite_where=sa.text("home_seen_at IS NOT NULL"),
            postgresql_where=sa.text("home_seen_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_accounts_home_due_at",
            sqlite_where=sa.text("home_due_at IS NOT NULL"),
            postgresql_where=sa.text("home_due_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_accounts_call_at",
            sqlite_where=sa.text("call_at IS NOT NULL"),
            postgresql_where=sa.text("call_at IS NOT NULL"),
        )

    op.drop_table("accounts")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_workspace_id_name")
        batch_op.drop_index(batch_op.f("ix_people_workspace_id"))
        batch_op.drop_index(
            "ix_people_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("people")
    with op.batch_alter_table("installations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_installations_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_installations_grant_id"))

    op.drop_table("installations")
    op.drop_table("workspaces")
    op.drop_table("offsets")
    op.drop_table("leases")
    op.drop_table("grants")
    with op.batch_alter_table("delivery_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_keys_at"))

    op.drop_table("delivery_keys")
