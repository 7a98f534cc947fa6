#!/bin/sh
# As the official image's entrypoint (https://github.com/docker-library/haproxy): in the foreground, with a master
# that can reload.
set -eu
case "${1:-haproxy}" in -*) set -- haproxy "$@" ;; esac
if [ "${1:-}" = haproxy ]; then
  shift
  set -- haproxy -W -db "$@"
fi
exec "$@"
