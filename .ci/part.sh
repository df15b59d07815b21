# What the parts share; sourced at the top of each. Not to be run by itself.
set -euo pipefail

PART=$(basename "$0" .sh)
REPORTS=$CI_STATE/reports
# shellcheck source=/dev/null
[ ! -f "$CI_STATE/env" ] || . "$CI_STATE/env"

# check NAME COMMAND…: one thing that holds or not, counted like a test. The part goes on either way.
check() {
  local name=$1
  shift
  printf -- '--- %s\n' "$name"
  if "$@"; then tally passed "$name"; else tally failed "$name"; fi
}

tally() {
  printf '%s %s\n' "$1" "$2" >>"$REPORTS/$PART.checks"
  [ "$1" = passed ] || printf 'FAILED: %s\n' "$2"
}

# with_report NAME COMMAND…: a command that takes vitest's options at its end; its tests are counted from the report.
with_report() {
  local name=$PART-$1 code=0
  shift
  printf -- '--- %s\n' "$*"
  "$@" --reporter=default --reporter=json --outputFile.json="$REPORTS/$name.json" || code=$?
  echo "$code" >"$REPORTS/$name.exit"
}

# use_node VERSION: puts that Node first in PATH, from the npm package that carries the binary.
use_node() {
  local arch package dir
  case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  package=node-linux-$arch dir=$CI_CACHE/node-$1
  [ -x "$dir/node_modules/$package/bin/node" ] || npm install --prefix "$dir" --no-audit --no-fund "$package@$1" >/dev/null
  PATH=$dir/node_modules/$package/bin:$PATH
  hash -r
  [[ $(node --version) == "v$1"* ]] || { echo "wanted Node $1, got $(node --version)"; return 1; }
  echo "Node $(node --version)"
}

# debian PROGRAM PACKAGE…: installs Debian packages where the program is missing.
debian() {
  local program=$1
  shift
  command -v "$program" >/dev/null && return
  [ "$(id -u)" = 0 ] || { echo "$program is missing, and only root can install $*"; return 1; }
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
