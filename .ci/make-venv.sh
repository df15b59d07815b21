#!/usr/bin/env bash
# make-venv.sh DIR REQUIREMENTS MINOR…: an environment with one of these versions of Python 3, the first that is here, and what
# REQUIREMENTS pins.
set -euo pipefail
dir=$1 requirements=$2
shift 2

find_python() {
  local minor candidate
  for minor; do
    for candidate in "python3.$minor" ~/.pyenv/versions/3."$minor"*/bin/python python3; do
      # Asked, not looked up: a shim of pyenv exists for versions that are not switched on.
      "$candidate" -c "import sys, venv; sys.exit(sys.version_info[:2] != (3, $minor))" 2>/dev/null && echo "$candidate" && return
    done
  done
  return 1
}

if python=$(find_python "$@"); then
  "$python" -m venv "$dir"
elif python3 -m venv "$dir-uv" && "$dir-uv/bin/pip" install -q uv; then
  "$dir-uv/bin/uv" venv -q --seed --python "3.$1" "$dir"
else
  echo "no Python 3.$1 here, and none could be installed" >&2
  exit 1
fi
"$dir/bin/pip" install -q --disable-pip-version-check -r "$requirements"
"$dir/bin/python" --version
