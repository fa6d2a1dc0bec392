#!/bin/sh
# The folder of secrets that docker-compose.yml reads: passwords nobody has to know, and empty files for what you
# fill in yourself. It keeps every file that is there.
#
#     sh config/deploy/make-secrets.sh
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-secrets}
umask 077
mkdir -p "$folder"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

keep() { # NAME, CONTENT
    if [ -e "$folder/$1" ]; then echo "kept $folder/$1"; else printf '%s' "$2" >"$folder/$1"; echo "made $folder/$1"; fi
}

keep postgres_password "$(random)"
keep database_url "postgres://nightlight_app:$(random)@postgres/nightlight"
keep database_url_migrator "postgres://nightlight_owner:$(random)@postgres/nightlight"
keep database_url_worker "postgres://nightlight_worker:$(random)@postgres/nightlight"
keep database_url_jobs "postgres://nightlight_jobs:$(random)@postgres/nightlight"
keep database_url_watchdog "postgres://nightlight_watchdog:$(random)@postgres/nightlight"
keep metrics_token "$(random)"
keep twilio_auth_token ""
keep sentry_dsn ""
# The containers' account (1000) has to read them, whoever you are.
chmod 0711 "$folder"
chmod 0444 "$folder"/*
