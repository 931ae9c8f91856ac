#!/usr/bin/env bash
# run.sh CONFORMANCE FOLDER [options]: unpacks the archive of ../shared into FOLDER once, then runs the suite in it.
set -euo pipefail
runner=$1
folder=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
archive=$here/../../../shared/conformance/test262-dev.tar.zst
if [ ! -e "$folder/.complete" ]; then
  if [ ! -e "$archive" ] || ! command -v zstd >/dev/null; then
    echo "skipped: ../shared/conformance has no test262 archive here, or zstd is missing"
    exit 77
  fi
  mkdir -p "$folder"
  zstd -q -d --long=27 -c "$archive" | tar x -C "$folder"
  touch "$folder/.complete"
fi
root=$folder
[ -e "$root/harness" ] || root=$(dirname "$(find "$folder" -maxdepth 2 -name harness -type d | head -1)")
exec nice "$runner" --suite "$root" --known "$here/known_failures.txt" --workers 2 "$@"
