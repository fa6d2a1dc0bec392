#!/bin/sh
# Run by the database's own image on an empty data folder, and by you after an upgrade that brings a new account
# (docs/operations.md); it keeps what is there. It makes the accounts that the addresses in the secrets name,
# and a database that belongs to the one that migrates. Our migrations then grant each of them what it needs.
set -eu
secrets=${NIGHTLIGHT_SECRETS:-/run/secrets}

part_of() { # NAME OF SECRET, role | password
    address=$(cat "$secrets/$1")
    account=${address#*://}
    account=${account%%@*}
    case $2 in role) echo "${account%%:*}" ;; password) echo "${account#*:}" ;; esac
}

for name in database_url_migrator database_url database_url_worker database_url_jobs database_url_watchdog; do
    psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
        -v role="$(part_of $name role)" -v password="$(part_of $name password)" <<'SQL'
SELECT count(*) = 0 AS is_new FROM pg_roles WHERE rolname = :'role' \gset
\if :is_new
CREATE ROLE :"role" LOGIN PASSWORD :'password';
\endif
SQL
done
psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    -v owner="$(part_of database_url_migrator role)" <<'SQL'
SELECT count(*) = 0 AS is_new FROM pg_database WHERE datname = 'nightlight' \gset
\if :is_new
CREATE DATABASE nightlight OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8';
\endif
SQL
