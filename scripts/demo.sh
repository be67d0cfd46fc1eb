#!/bin/sh
# Serve the product with a made-up district. Run again: the district is kept; DEMO_FRESH=1 builds a new one.
set -eu
export DEMO=1 HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}"
export DATABASE_URL="${DATABASE_URL:-sqlite:///$PWD/var/demo.sqlite3}"
export MEDIA_ROOT="${MEDIA_ROOT:-$PWD/var/demo-media}"
case "$HOST" in
127.* | localhost | ::1) ;;
*)
  echo "演示模式下任何人都能以任意角色进入，只能在本机使用：请去掉 HOST=$HOST。" >&2
  exit 1
  ;;
esac
mkdir -p var
python=.venv/bin/python
sh scripts/key.sh
$python manage.py migrate --verbosity 0
$python manage.py load_defaults --verbosity 0
$python manage.py collectstatic --noinput --verbosity 0
if [ "${DEMO_FRESH:-0}" = 1 ]; then $python manage.py build_demo --fresh; else $python manage.py build_demo; fi
printf '\n打开 http://%s:%s 即可使用，按 Ctrl+C 结束。\n\n' "$HOST" "$PORT"
PATH="$PWD/.venv/bin:$PATH" exec .venv/bin/honcho start
