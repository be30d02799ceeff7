#!/bin/sh
# Brings .venv up to requirements/run.lock (`run`) or requirements/dev.lock (`dev`), with hashes.
# When nothing changed it compares two files and is gone in milliseconds: `make up` runs it each time.
set -eu
cd "$(dirname "$0")/.."

want=$1
here=$(pwd)

current() { # is what this lock asks for already installed, and installed here?
    [ -x .venv/bin/portail ] && [ -x .venv/bin/python ] &&
        [ "$(cat .venv/.place 2>/dev/null)" = "$here" ] &&
        cmp -s "requirements/$1.lock" ".venv/.$1.lock"
}

if current run && { [ "$want" = run ] || current dev; }; then
    exit 0
fi

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
    if recent "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or later is needed; on Debian 12: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$python cannot make an environment; on Debian and Ubuntu: apt-get install python$version-venv" >&2
    exit 1
fi

echo "installing requirements/$want.lock into .venv (once, and when the lock changes)"
if ! .venv/bin/python -c 'import pip' 2>/dev/null || [ "$(cat .venv/.place 2>/dev/null || echo "$here")" != "$here" ]; then
    "$python" -m venv --clear .venv
fi
pip() {
    # pip is quiet unless it fails; what it said is then all there is to go by.
    .venv/bin/python -m pip --disable-pip-version-check "$@" >.venv/.pip.log 2>&1 ||
        { cat .venv/.pip.log >&2; exit 1; }
}
rm -f .venv/.run.lock .venv/.dev.lock
pip install --require-hashes --no-deps -r "requirements/$want.lock"
pip install --no-build-isolation --no-deps --config-settings editable_mode=compat -e .
echo "$here" >.venv/.place
cp requirements/run.lock .venv/.run.lock
if [ "$want" = dev ]; then
    cp requirements/dev.lock .venv/.dev.lock
fi
