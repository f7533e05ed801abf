#!/usr/bin/env bash
# Build stand-ins under the names that Dockerfile and compose.yaml use: images.sh WORK DOCKER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$1
docker=$2
mkdir -p "$work/context/wheels"
if ! "$docker" image inspect nexus-standin/debian:bookworm >/dev/null 2>&1; then
    [ -e "$work/base/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$work/base" >"$work/debootstrap.log"
    tar -C "$work/base" -c . | "$docker" import - nexus-standin/debian:bookworm >/dev/null
fi
"$root/.venv/bin/python" -m pip download -q --disable-pip-version-check --require-hashes \
    -r "$root/requirements/base.txt" -d "$work/context/wheels" 2>&1 | grep -v '^WARNING: Location' || true
# Debian's Python is older than 3.11.3, and the lock names one package for such alone.
"$root/.venv/bin/python" -m pip download -q --disable-pip-version-check --no-deps \
    "$(grep -oE '^async-timeout==[0-9.]+' "$root/requirements/base.txt")" \
    -d "$work/context/wheels" 2>&1 | grep -v '^WARNING: Location' || true
cp "$here/standins/"* "$work/context/"
while read -r target name; do
    DOCKER_BUILDKIT=1 "$docker" build -q --network host --target "$target" -t "$name" "$work/context" >/dev/null
    echo "  stand-in for $name"
done < <(awk -v c=0 '
    FILENAME ~ /Dockerfile/ && $1 == "FROM" && $2 ~ /:/ && !seen[$2]++ { split($2, p, ":"); print p[1], $2 }
    FILENAME ~ /compose/ && $1 == "image:" && $2 ~ /^[a-z]+:/ && !seen[$2]++ { split($2, p, ":"); print p[1], $2 }
' "$root/Dockerfile" "$root/compose.yaml")
