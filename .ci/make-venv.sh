#!/usr/bin/env bash
# make-venv.sh DIR: a Python 3.13 (or 3.12) environment with what test/interop/requirements.txt pins.
set -euo pipefail

find_python() {
  local candidate
  for candidate in python3.13 ~/.pyenv/versions/3.13*/bin/python python3.12 ~/.pyenv/versions/3.12*/bin/python python3; do
    # Asked, not looked up: a shim of pyenv exists for versions that are not switched on.
    "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo "$candidate" && return
  done
  return 1
}

if python=$(find_python); then
  "$python" -m venv "$1"
elif python3 -m venv "$1-uv" && "$1-uv/bin/pip" install -q uv; then
  "$1-uv/bin/uv" venv -q --seed --python 3.13 "$1"
else
  echo 'no Python 3.12 or later here, and none could be installed' >&2
  exit 1
fi
"$1/bin/pip" install -q --disable-pip-version-check -r test/interop/requirements.txt
"$1/bin/python" --version
