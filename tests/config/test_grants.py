"""Who may do what in the database: the app and the worker cannot change what was written for the record."""

import pytest
from django.db import DatabaseError, connection, transaction

from config.storage import RECORDS
from tests.people import make_aisha


@pytest.fixture
def tables(database):
    make_aisha().says("hello")
    return set(connection.introspection.table_names())


@pytest.mark.parametrize("table", RECORDS)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET id = id"])
def test_the_app_cannot_touch_a_record(tables, table, statement):
    assert table in tables
    column = "place" if table == "rota_auditlink" else "id"

    refused = statement.format(table).replace("id = id", f"{column} = {column}")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(refused)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE chat_message",
        "ALTER TABLE rota_auditrow DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
        "CREATE ROLE somebody",
    ],
)
def test_the_app_is_not_the_owner(tables, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
