#!/bin/sh
# Serve one's own district on this machine, on SQLite: with a key of its own and without anything of the demonstration.
set -eu
unset DEMO
export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}"
python=.venv/bin/python
sh scripts/key.sh
$python manage.py migrate --verbosity 0
$python manage.py load_defaults --verbosity 0
$python manage.py collectstatic --noinput --verbosity 0
printf '\n打开 http://%s:%s 即可使用，按 Ctrl+C 结束。第一次使用请另开一个终端导入区划并建立管理员，见 README。\n\n' "$HOST" "$PORT"
PATH="$PWD/.venv/bin:$PATH" exec .venv/bin/honcho start
