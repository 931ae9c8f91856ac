#!/usr/bin/env bash
# All that the parser is measured by, one after the other, each command before what it says (about half an hour of CPU;
# the fuzzer is tests/fuzz/syntax.sh):
#   tests/syntax/evidence.sh BUILD NPM TEST262 [NODE]
# BUILD: a release build with its tests; NPM: a folder in whose node_modules the packages of LIBRARIES and TYPED lie;
# TEST262: its archive. With ONLY=WORD in the environment: only the steps whose name begins with it.
set -uo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 3 ] || { sed -n '2,6s/^# \?//p' "$0"; exit 2; }
build=$(realpath "$1") npm=$(realpath "$2") test262=$(realpath "$3") node=${4:-node}
packages=$npm/node_modules
bench=$build/engine/syntax/syntax_bench
LIBRARIES=(typescript three lodash react-dom d3 rxjs acorn async axios bluebird chart.js codemirror express graphql
  immutable jquery moment prettier terser underscore vue)
TYPED=(effect zod rxjs @reduxjs/toolkit react-redux @tanstack/react-query @tanstack/query-core redux immer reselect)
failed=0
step() {
  local name=$1
  shift
  case $name in "${ONLY:-}"*) ;; *) return ;; esac
  printf '== %s (load %s)\n' "$name" "$(cut -d' ' -f1 /proc/loadavg)"
  "$@" || { failed=1; printf '!! %s\n' "$name"; }
}
# Real files of at most $2 bytes, $1 of them, evenly over the packages.
real_files() {
  local all
  mapfile -t all < <(cd "$packages" && find "${LIBRARIES[@]}" -name '*.js' -size "-$2c" -size +1000c | LC_ALL=C sort)
  for ((i = 0; i < $1; i++)); do echo "$packages/${all[i * ${#all[@]} / $1]}"; done
}
mapfile -t fifty < <(real_files 50 60000)
mapfile -t ten < <(real_files 10 20000)
existing() {
  for name in "$@"; do [ -e "$packages/$name" ] && echo "$packages/$name"; done
}
step unit env SCRIM_TEST262="$test262" "$build/engine/syntax/unit_syntax" --gtest_brief=1
step parser_tests "$build/engine/syntax/unit_syntax" --gtest_filter='ParserTests*'
step nesting "$build/engine/syntax/unit_syntax" --gtest_filter='*Deep*:*Nest*'
step mutate "$bench" mutate 100000 5 "${fifty[@]}"
step edits "$bench" edits 100000 5 "${fifty[@]}"
step cut "$bench" cut "${ten[@]}"
step recovery "$bench" recover 500 5 "${fifty[@]}"
# Lints elsewhere, after 500 deletions in JavaScript and in TypeScript.
lints_stay() { SCRIM_LINT_FILES=$1 "$build/lsp/lint/unit_lint" --gtest_brief=1 --gtest_filter=Broken.FindingsElsewhereStay; }
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
printf '%s\n' "${fifty[@]}" $(existing "${LIBRARIES[@]}" | xargs -I{} find {} -name '*.js' -size +4k -size -60k | LC_ALL=C sort | awk 'NR % 4 == 0') >"$lists/javascript"
for name in "${TYPED[@]}"; do
  find "$packages/$name/src" -name '*.ts' ! -name '*.d.ts' -size -60k 2>/dev/null
done | LC_ALL=C sort >"$lists/typescript"
step recovery_lints_javascript lints_stay "$lists/javascript"
step recovery_lints_typescript lints_stay "$lists/typescript"
step verdicts "$build/tests/syntax_verdicts" 100000 5 engine/runtime tests/script/programs "${fifty[@]}"
step estree_packages "$node" tests/syntax/estree.mjs "$build/scrim" "$npm" $(existing "${LIBRARIES[@]}")
step estree_typed "$node" tests/syntax/estree.mjs "$build/scrim" "$npm" $(existing "${TYPED[@]}")
step estree_test262 "$node" --max-old-space-size=4096 tests/syntax/estree.mjs "$build/scrim" "$npm" --test262 "$test262"
step throughput "$node" --experimental-vm-modules --no-warnings tests/bench/syntax/peers.mjs "$bench" "$npm" \
  "$packages/typescript/lib/typescript.js" "$packages/three/build/three.core.js" "$packages/lodash/lodash.js" \
  "$packages/lodash/lodash.min.js"
exit "$failed"
