#!/bin/sh
# Make the secret key once, readable by its owner alone; print nothing of it.
set -eu
file="${SECRET_KEY_FILE:-${VAR_DIR:-$PWD/var}/secret_key}"
[ -s "$file" ] && exit 0
umask 077
mkdir -p "$(dirname "$file")"
.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(48))' >"$file"
