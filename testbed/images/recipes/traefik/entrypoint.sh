#!/bin/sh
# As the official image's entrypoint: flags and Traefik's own commands go to Traefik, anything else is run as it is.
set -eu
case "${1:-traefik}" in
  -* | healthcheck | version) set -- traefik "$@" ;;
esac
exec "$@"
