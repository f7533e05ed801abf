#!/usr/bin/env bash
# Prove Dockerfile and compose.yaml: build, bring up, smoke test through the proxy, scale, down.
# The images they name are stand-ins built from Debian's packages, so no registry is asked.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
work=${NEXUS_DOCKER_WORK:-/tmp/nexus-docker-test}
docker=${DOCKER:-/usr/bin/docker}
compose=${DOCKER_COMPOSE:-/usr/bin/docker-compose}
mkdir -p "$work"
.venv/bin/python tests/docker/lint.py

why=""
if [ -z "${NEXUS_REAL_IMAGES:-}" ]; then
    [ "$(id -u)" = 0 ] || why="it needs root"
    for tool in "$docker" "$compose" dockerd debootstrap; do
        command -v "$tool" >/dev/null || why="$tool is not there (apt-get install docker.io docker-compose debootstrap)"
    done
fi
if [ -n "$why" ]; then
    echo "docker-test: the composition was NOT brought up: $why. The lint above is all that ran."
    exit 0
fi

started=""
if ! "$docker" info >/dev/null 2>&1; then
    export DOCKER_HOST=unix://$work/docker.sock
    if ! "$docker" info >/dev/null 2>&1; then
        dockerd --iptables=false --ip6tables=false --bridge=none --data-root "$work/data" \
            --exec-root "$work/exec" --pidfile "$work/docker.pid" -H "$DOCKER_HOST" >"$work/dockerd.log" 2>&1 &
        started=$!
        for _ in $(seq 60); do "$docker" info >/dev/null 2>&1 && break; kill -0 "$started" 2>/dev/null || break; sleep 0.5; done
        if ! "$docker" info >/dev/null 2>&1; then
            echo "docker-test: the composition was NOT brought up: dockerd does not start, see $work/dockerd.log."
            exit 0
        fi
    fi
fi
export COMPOSE_PROJECT_NAME=nexus-test COMPOSE_FILE=compose.yaml
export NEXUS_HTTP_PORT=${NEXUS_HTTP_PORT:-18080} NEXUS_HTTPS_PORT=${NEXUS_HTTPS_PORT:-18443} NEXUS_OPEN=1
export NEXUS_ORIGINS=http://localhost:$NEXUS_HTTP_PORT NEXUS_VERSION=test
down() {
    [ "${1:-0}" = 0 ] || $compose logs --no-color --tail 15 || true
    $compose down --volumes --timeout 20 >"$work/down.log" 2>&1 || true
    [ -z "$started" ] || { kill "$started"; wait "$started" || true; }
}
trap 'down $?' EXIT

step() { printf '== %s (%d s)\n' "$1" "$SECONDS"; }
if [ -z "${NEXUS_REAL_IMAGES:-}" ]; then
    step "stand-in images"
    tests/docker/images.sh "$work" "$docker"
fi
step "the hub's image"
DOCKER_BUILDKIT=1 "$docker" build -q --network host --build-arg VERSION=test -t nexus-hub:test . >/dev/null
"$docker" image inspect nexus-hub:test --format '  {{.Size}} bytes, user {{.Config.User}}, version {{index .Config.Labels "org.opencontainers.image.version"}}'
tests/docker/image_checks.sh "$docker" nexus-hub:test
step "up"
deploy/make-secrets
$compose up -d --no-build 2>&1 | tail -3
step "smoke test through the proxy"
.venv/bin/python tests/docker/smoke.py "http://localhost:$NEXUS_HTTP_PORT" "$docker"
step "scale web and worker to three"
$compose up -d --no-build --no-recreate --scale web=3 --scale worker=3 2>&1 | tail -1
.venv/bin/python tests/docker/smoke.py "http://localhost:$NEXUS_HTTP_PORT" "$docker" --web 3 --worker 3
step "backup from the running hub"
$compose exec -T web nexus backup /data/backup.zip
$compose exec -T web nexus restore --check /data/backup.zip
$compose exec -T web nexus doctor
step "deploy: a good version, then one that does not start"
export DOCKER_COMPOSE=$compose NEXUS_STATE=$work/version NEXUS_PATIENCE=90
echo test >"$NEXUS_STATE"
"$docker" tag nexus-hub:test nexus-hub:next
printf 'FROM nexus-hub:test\nENTRYPOINT ["false"]\n' | DOCKER_BUILDKIT=1 "$docker" build -q -t nexus-hub:broken - >/dev/null
make --no-print-directory deploy VERSION=next 2>&1 | grep '^deploy:'
[ "$(cat "$NEXUS_STATE")" = next ]
if make --no-print-directory deploy VERSION=broken >"$work/broken.log" 2>&1; then echo "a broken version was deployed"; exit 1; fi
grep '^deploy:' "$work/broken.log"
[ "$(cat "$NEXUS_STATE")" = next ]
.venv/bin/python tests/docker/smoke.py "http://localhost:$NEXUS_HTTP_PORT" "$docker"
step "down"
echo "docker-test: built, up, smoke, scaled, backed up, deployed, rolled back: all well"
