#!/bin/sh
# Starts Redis as the official image does (https://github.com/redis/docker-library-redis).
set -eu
case "${1:-redis-server}" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "${1:-}" != redis-server ]; then exec "$@"; fi

if [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis '{}' +
  exec su -s /bin/sh redis -c 'exec "$0" "$@"' "$0" "$@"
fi

umask 0077
# The official binary is compiled with protected mode off; Debian's is not and would turn other containers away.
# Given first, so that a flag of the caller wins; with a configuration file, that file decides.
case "${2:---}" in --*) shift; set -- redis-server --protected-mode no "$@" ;; esac
exec "$@"
