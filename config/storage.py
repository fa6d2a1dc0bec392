"""Who may do what in the database: grants for the roles that the installation runs under.

The owner migrates. What each of the others may do is a table (`config/grants.py`); none of them can change or
remove what was written down for the record.
"""

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from config.grants import PROCESSES, named, privileges, together, verbs

RECORDS = (
    "rota_auditrow",
    "rota_auditlink",
    "rota_auditcheck",
    "rota_auditexport",
    "config_settingversion",
    "config_keyproof",
    "config_backupmade",
    "chat_conversationevent",
    "chat_erasure",
    "chat_consent",
    "chat_retentionrun",
    "chat_redaction",
    "chat_packtaken",
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
    "moderation_modelchoice",
    "escalation_escalationevent",
    "escalation_decision",
    "escalation_quote",
    "escalation_subject",
    "escalation_scale",
    "escalation_picture",
    "escalation_dissentstep",
    "escalation_policyread",
    "chat_concernwords",
)
"""Tables that are only ever added to. A trigger says the same to the owner."""


def role_names() -> dict[str, str]:
    """The database role behind each of the installation's URLs."""
    from urllib.parse import unquote, urlsplit

    return {role: unquote(urlsplit(url).username or "") for role, url in settings.DATABASE_URLS.items()}


def grant() -> list[str]:
    """Gives each account what the processes behind it need, and takes what it had before. Returns who got something."""
    names = role_names()
    owner = names["migrator"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        known = {row[0] for row in cursor.fetchall()}
        granted = [process for process in PROCESSES if names[process] in known and names[process] != owner]
        if granted:
            cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(_this_database(cursor)))
        for account in dict.fromkeys(names[process] for process in granted):
            _grant(cursor, account, [process for process in granted if names[process] == account])
    return granted


def _grant(cursor: CursorWrapper, account: str, processes: Sequence[str]) -> None:
    """Several processes behind one account: it gets what any of them needs."""
    name = sql.Identifier(account)
    statements = [sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name)]
    statements.append(sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(name))
    statements.append(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
    if set(processes) - {"watchdog"}:
        statements.append(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
    for table, key in _tables().items():
        given = together(verbs(process, table, is_record=table in RECORDS) for process in processes)
        if (columns := named(given)) and not columns <= _columns(cursor, table):
            continue  # on the way from an earlier version: the last migration grants again
        if words := privileges(given, key):
            # The words are ours, from config/grants.py; names are quoted.
            what = sql.SQL(", ".join(words))
            statements.append(sql.SQL("GRANT {} ON {} TO {}").format(what, sql.Identifier(table), name))
    for statement in statements:
        cursor.execute(statement)


def _this_database(cursor: CursorWrapper) -> sql.Identifier:
    cursor.execute("SELECT current_database()")
    return sql.Identifier(cursor.fetchone()[0])


def _columns(cursor: CursorWrapper, table: str) -> set[str]:
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _tables() -> dict[str, str]:
    """Every table of ours that is there, and its key."""
    made = {model._meta.db_table: str(model._meta.pk.column) for model in apps.get_models(include_auto_created=True)}
    tables = {**made, "django_migrations": "id"}
    present = set(connection.introspection.table_names())
    return {table: key for table, key in sorted(tables.items()) if table in present}
