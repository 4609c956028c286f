# Finds a Python 3.11 or newer as $PYTHON; bin/demo, bin/test and bin/drill begin with it.
PYTHON=
for name in python3 python python3.14 python3.13 python3.12 python3.11; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    PYTHON=$name
    break
  fi
done
if [ -z "$PYTHON" ]; then
  echo "This needs Python 3.11 or newer, and there is none on the PATH:" \
    "install one (apt install python3 python3-venv, brew install python) and start again." >&2
  exit 1
fi
