#!/usr/bin/env bash
# What must hold of the image: image_checks.sh DOCKER IMAGE
set -euo pipefail
run() { "$1" run --rm --read-only --tmpfs /tmp --network host --entrypoint sh "$2" -c "$3"; }
in_image() { run "$docker" "$image" "$1"; }
docker=$1 image=$2
[ "$(in_image 'id -u')" = 10001 ] || { echo "the image runs as root"; exit 1; }
for tool in gcc cc make pip; do
    if in_image "command -v $tool" >/dev/null; then echo "$tool is in the image"; exit 1; fi
done
[ "$(in_image 'find /app -name tests -o -name node_modules -o -name .git | wc -l')" = 0 ] || { echo "tests or .git are in the image"; exit 1; }
[ "$(in_image 'find / -xdev -path /proc -prune -o -name .cache -print 2>/dev/null | wc -l')" = 0 ] || { echo "caches are in the image"; exit 1; }
if in_image 'touch /app/x' 2>/dev/null; then echo "the root file system can be written"; exit 1; fi
in_image 'nexus --help >/dev/null && git --version >/dev/null'
echo "  not root, no build tools, no caches, nothing to write to"
