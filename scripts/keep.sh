#!/bin/sh
# Start a program again whenever it ends by itself: keep.sh NAME PROGRAM WORD… In service systemd does this (deploy/systemd).
# Three times within ten seconds of its start, and this gives up: then the fault is its own, and its last words say which.
name=$1 child= ending= quick=0
shift
trap 'ending=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM INT
while [ -z "$ending" ]; do
  began=$(date +%s)
  "$@" &
  child=$!
  # A signal ends the waiting, not the program.
  while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
  [ -z "$ending" ] || exit 0
  if [ $(($(date +%s) - began)) -lt 10 ]; then quick=$((quick + 1)); else quick=0; fi
  if [ "$quick" -ge 3 ]; then
    echo "$name连续三次启动后立即退出（$code），不再重启，请按上面的提示处理。" >&2
    exit 1
  fi
  echo "$name意外退出（$code），正在重新启动……" >&2
  sleep 1
done
