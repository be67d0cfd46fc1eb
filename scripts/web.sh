#!/bin/sh
# The web server; environment variables: README. A worker that dies is started again; headers must come within ten seconds;
# HTTP/1 only, because a proxy in front speaks no other, and of HTTP/2 there is much that can be held open;
# asked to go, a worker that is held by somebody has twenty seconds, less than deploy/systemd waits.
exec granian --interface asginl hezhang.asgi:application --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}" \
  --workers "${WEB_WORKERS:-2}" --http 1 --no-ws --http1-header-read-timeout 10000 \
  --respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 20 --log-level warning
