"""Who may do what in the database: grants for the roles that the installation runs under.

The owner migrates. The app and the worker read and write, but cannot change or remove what was
written down for the record. The watchdog reads clocks and says that it is there.
"""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

RECORDS = (
    "rota_auditrow",
    "rota_auditlink",
    "config_settingversion",
    "config_keyproof",
    "chat_conversationevent",
    "chat_erasure",
    "chat_incomingtext",
    "chat_deliveryreport",
    "chat_postevent",
    "moderation_flagevent",
    "moderation_incidentpage",
    "rota_coverchange",
    "rota_shiftevent",
    "rota_clearance",
    "chat_staffnote",
    "chat_safetyanswers",
    "moderation_reviewdecision",
    "escalation_escalationevent",
    "escalation_decision",
    "escalation_quote",
)
"""Tables that are only ever added to. A trigger says the same to the owner."""


def role_names() -> dict[str, str]:
    """The database role behind each of the installation's URLs."""
    from urllib.parse import unquote, urlsplit

    return {role: unquote(urlsplit(url).username or "") for role, url in settings.DATABASE_URLS.items()}


def grant() -> list[str]:
    """Gives each role what it needs, and no more. Returns the roles that were granted something."""
    names = role_names()
    owner = names["migrator"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        known = {row[0] for row in cursor.fetchall()}
        granted = [role for role in ("app", "worker") if names[role] in known and names[role] != owner]
        for role in granted:
            _grant_work(cursor, names[role])
        if names["watchdog"] in known and names["watchdog"] not in {owner, names["app"], names["worker"]}:
            _grant_watch(cursor, names["watchdog"])
            granted.append("watchdog")
    return granted


def _grant_work(cursor, role: str) -> None:  # type: ignore[no-untyped-def]
    name = sql.Identifier(role)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
    ]
    for statement in statements:
        cursor.execute(sql.SQL(statement).format(name))
    for table in _existing(RECORDS):
        cursor.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), name))
    cursor.execute(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(name))


def _grant_watch(cursor, role: str) -> None:  # type: ignore[no-untyped-def]
    name = sql.Identifier(role)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
    watched = ("config_processseen", "escalation_escalation", "moderation_flag", "moderation_incident")
    for table in _existing(watched):
        cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(table), name))
    cursor.execute(sql.SQL("GRANT INSERT, UPDATE ON config_processseen TO {}").format(name))


def _existing(tables: Iterable[str]) -> list[str]:
    made = {model._meta.db_table for model in apps.get_models()}
    present = set(connection.introspection.table_names())
    return [table for table in tables if table in made and table in present]
