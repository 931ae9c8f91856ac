#!/usr/bin/env bash
# The syntax fuzzer, built with clang, libFuzzer, ASan and UBSan: SECONDS of CPU of it from tests/fuzz/corpus on; new
# inputs go to build/fuzz/corpus, what fails to build/fuzz/crash-*. --shrink afterwards keeps those that cover the most.
#   tests/fuzz/syntax.sh SECONDS [libFuzzer options]
#   tests/fuzz/syntax.sh --shrink
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "${1:-}" ] || { sed -n '2,6s/^# \?//p' "$0"; exit 2; }
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz >/dev/null
found=build/fuzz/corpus
mkdir -p "$found"
if [ "$1" = --shrink ]; then
  # The smallest set with the coverage of all, of inputs a reader can take in; what was kept for a fault stays.
  rm -rf build/fuzz/shrunk && mkdir build/fuzz/shrunk
  build/fuzz/engine/syntax/fuzz_syntax -set_cover_merge=1 -max_len=1024 build/fuzz/shrunk tests/fuzz/corpus "$found"
  find tests/fuzz/corpus -type f ! -name 'fault-*' -delete
  cp build/fuzz/shrunk/* tests/fuzz/corpus/
  exit
fi
seconds=$1
shift
# Every token's text, and what separates an edit from the text.
{
  sed -n 's/^\(TOKEN\|KEYWORD\)([A-Za-z]*, \("[^"]*"\)).*/\2/p' engine/syntax/tokens.def | grep -v '^"[A-Z_]\{3,\}"$' | sed 's/\\//'
  printf '"%s"\n' '\x1e' '\x1e\x1e' '\x0a' '${' '`' '</' '<!--' '-->' '\xe2\x80\xa8' '\\u{61}' '\\u0061' "'use strict'" eval arguments '/(?<a>.)/v' '0x1_0n' '//# sourceMappingURL='
} >build/fuzz/tokens.dict
build/fuzz/engine/syntax/fuzz_syntax -dict=build/fuzz/tokens.dict -artifact_prefix=build/fuzz/ -max_len=2048 -timeout=60 \
  -print_final_stats=1 "$@" "$found" tests/fuzz/corpus &
fuzzer=$!
trap 'kill "$fuzzer"' EXIT
while used=$(ps -o cputimes= -p "$fuzzer") && [ "$used" -lt "$seconds" ]; do sleep 1; done
# An interrupted libFuzzer says its numbers and ends with 72.
kill -INT "$fuzzer" 2>/dev/null || true
status=0
wait "$fuzzer" || status=$?
trap - EXIT
echo "CPU: ${used:-fewer than $seconds} s"
[ "$status" = 72 ] || exit "$status"
