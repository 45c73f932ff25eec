# Sourced by the scripts beside it, with $root set: makes sure that $root/.venv holds what the locks say.

# environment WHAT LOCK...: return at once when .venv holds these locks, else set up WHAT (coach or test).
# .venv/locks/ keeps a copy of each lock that is wholly installed; setup.py writes it last.
environment() {
    what=$1
    shift
    if holds "$@"; then
        return 0
    fi
    find_python
    "$python" -E -s "$root/scripts/setup.py" "$what" || exit $?
}

holds() {
    [ -x "$root/.venv/bin/python" ] || return 1
    for lock in "$@"; do
        cmp -s "$root/requirements/$lock.txt" "$root/.venv/locks/$lock.txt" 2>/dev/null || return 1
    done
}

find_python() {
    bare=
    for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
        "$python" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null || continue
        if command -v uv >/dev/null 2>&1 || "$python" -I -c 'import ensurepip, venv' 2>/dev/null; then
            return 0
        fi
        bare=$python
    done
    if [ -n "$bare" ]; then
        version=$("$bare" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$bare is here, but not its venv module. Install it (Debian, Ubuntu: apt install python3-venv or python$version-venv), or uv, and run this again." >&2
    else
        echo "coach needs Python 3.11, 3.12, 3.13 or 3.14, and there is none here. Install one (Debian, Ubuntu: apt install python3 python3-venv; Mac: brew install python@3.13) and run this again." >&2
    fi
    exit 3
}
