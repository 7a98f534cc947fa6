#!/bin/sh
# Starts PostgreSQL as the official image does (https://github.com/docker-library/docs/tree/master/postgres):
# an empty PGDATA is initialised from POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, POSTGRES_INITDB_ARGS (each also as
# *_FILE); root is dropped to postgres. Not done here: scripts in /docker-entrypoint-initdb.d, which nothing uses.
set -eu

# setting NAME DEFAULT: sets NAME from itself, else from the file that NAME_FILE names, else to the default.
setting() {
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  if [ -n "$value" ] && [ -n "$file" ]; then
    echo "error: both $1 and $1_FILE are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "$file" ]; then value=$(cat "$file"); fi
  eval "$1=\${value:-\$2}"
  unset "$1_FILE"
}

case "${1:-postgres}" in -*) set -- postgres "$@" ;; esac
if [ "${1:-}" != postgres ]; then exec "$@"; fi

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  exec su -s /bin/sh postgres -c 'exec "$0" "$@"' "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  setting POSTGRES_PASSWORD ""
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS ""
  if [ -z "$POSTGRES_PASSWORD" ]; then
    echo "error: the database is uninitialised and no superuser password is given; set POSTGRES_PASSWORD" >&2
    exit 1
  fi
  # The password goes through a pipe: never on a command line, never in a file. Local sockets are trusted, as in the
  # official image; everything from the network has to give it.
  printf '%s\n' "$POSTGRES_PASSWORD" | eval "initdb --pgdata=\"\$PGDATA\" --username=\"\$POSTGRES_USER\" \
    --pwfile=/dev/stdin --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 \
    --set=listen_addresses='*' $POSTGRES_INITDB_ARGS"
  printf '\nhost all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  if [ "$POSTGRES_DB" != postgres ]; then
    name=$(printf '%s' "$POSTGRES_DB" | sed 's/"/""/g')
    printf 'CREATE DATABASE "%s";\n' "$name" | postgres --single -j -D "$PGDATA" postgres > /dev/null
  fi
  echo "PostgreSQL init process complete; ready for start up."
fi
unset POSTGRES_PASSWORD
exec "$@"
