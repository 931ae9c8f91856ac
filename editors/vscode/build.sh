#!/bin/sh
# Packages the extension with a built scrim inside: build.sh BINARY OUT.vsix
# Works in a scratch folder, so that the source tree stays as it is. Needs node, npm and strip.
set -eu
if [ $# -ne 2 ]; then
  echo "usage: $0 BINARY OUT.vsix" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
binary=$(realpath "$1")
out=$(realpath -m "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cp -r "$here/package.json" "$here/tsconfig.json" "$here/.vscodeignore" "$here/README.md" "$here/src" "$work"
cp "$here/../../LICENSE" "$work"
node "$here/rule_settings.mjs" "$binary" "$work/package.json"
mkdir "$work/bin"
strip -o "$work/bin/scrim" "$binary"
chmod 755 "$work/bin/scrim"

# A .vsix with a program inside is for one platform.
case $(uname -s)-$(uname -m) in
  Linux-x86_64) target=linux-x64 ;;
  Linux-aarch64) target=linux-arm64 ;;
  Darwin-x86_64) target=darwin-x64 ;;
  Darwin-arm64) target=darwin-arm64 ;;
  *) echo "$0: no extension platform for $(uname -s) $(uname -m)" >&2; exit 1 ;;
esac

cd "$work"
npm install --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel=error
npx tsc -p .
npx esbuild src/extension.ts --bundle --platform=node --target=node18 --format=cjs --external:vscode \
  --minify-syntax --minify-whitespace --outfile=dist/extension.js --log-level=warning
mkdir -p "$(dirname "$out")"
npx vsce package --no-dependencies --skip-license --allow-missing-repository --target "$target" --out "$out"
