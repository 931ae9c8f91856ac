#!/usr/bin/env bash
# The main job on a real script: debugs tests/samples/registry.js, takes a heap snapshot, names the leak, lints.
# usage: demo.sh PATH_OF_SCRIM
set -euo pipefail
scrim=${1:-build/release/scrim}
cd "$(dirname "$0")"
case $scrim in /*) ;; *) scrim=$OLDPWD/$scrim ;; esac
snapshot=$(mktemp -d)/registry.heapsnapshot
trap 'rm -rf "$(dirname "$snapshot")"' EXIT
echo "== scrim debug: breakpoint, stack, variables, evaluation, steps, a caught exception, a heap snapshot"
"$scrim" debug registry.js --batch "
break registry.js:29
run
backtrace
locals
print this
print this.listenerCount('sold') * price
next
step
catch all
continue
heap $snapshot
continue"
echo
echo "== scrim heap: the biggest constructors, and what keeps a visitor alive"
"$scrim" heap summary --top 8 "$snapshot"
"$scrim" heap retainers "$snapshot" Visitor | head -40
echo
echo "== scrim lint: what costs an engine dearly in this file"
"$scrim" lint registry.js || [ $? = 1 ]
