"""Write cases.yaml: the starter challenges' errors as people paste them, from bases.py.

Deterministic: the same bases give the same file. Run it after changing them:
`python tests/content/pasted_errors/make_cases.py`
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from pathlib import Path

import yaml
from bases import BASES, FRAMES, FRAMES_OF

HERE = Path(__file__).resolve().parent
PER_CHALLENGE = 8
ROOTS = ["/app", "/usr/src/app", "/home/ada/dev/shop", "/Users/sam/code/api", "C:\\Users\\Lee\\api"]
PACKAGES = "/usr/local/lib/python3.{minor}/site-packages"
Wrap = Callable[[str, str, random.Random], str]


def fill(text: str, rng: random.Random, root: str) -> str:
    """Put names, ids and ports of some other project into the braces."""
    app = rng.choice(["blog", "events", "inventory", "payments", "polls", "tickets"])
    return text.format(
        app=app,
        dbhost=rng.choice(["db", "postgres", "database"]),
        few=rng.randint(2, 9),
        id=rng.randint(10, 9000),
        id2=rng.randint(10, 9000),
        id3=rng.randint(10, 9000),
        many=rng.randint(41, 90210),
        model=rng.choice(["Invoice", "Ticket", "Profile", "Comment"]),
        n=rng.randint(11, 58),
        package=rng.choice(
            ["rest_framework", "corsheaders", "celery", "graphene_django", "environ"]
        ),
        pgport=rng.choice([5432, 5433, 5432]),
        pid=rng.randint(7, 30000),
        redisport=rng.choice([6379, 6380]),
        root=root,
        table=f"{app}_{rng.choice(['ticket', 'entry', 'profile', 'invoice'])}",
        task=rng.choice(["send_mail", "resize_photo", "sync_stock", "add_slug"]),
        two=rng.randint(10, 58),
        uiport=rng.choice([3000, 5173, 4200]),
        user=rng.choice(["admin", "app", "celery", "postgres"]),
        uuid=uuid.UUID(int=rng.getrandbits(128), version=4),
        webport=rng.choice([8000, 8080, 8001]),
    )


def traceback(text: str, slug: str, rng: random.Random) -> str:
    root = rng.choice(ROOTS)
    packages = PACKAGES.format(minor=rng.choice([10, 11, 12, 13]))
    files = [("", "manage.py", "<module>", "main()")]
    files += [(packages, *frame) for frame in FRAMES[FRAMES_OF.get(slug, "view")]]
    lines = ["Traceback (most recent call last):"]
    for folder, path, name, source in files:
        file = f"{folder or root}/{path}"
        if root.startswith("C:"):
            file = f"{root}\\" + (".venv\\Lib\\site-packages\\" if folder else "") + path
            file = file.replace("/", "\\")
        lines.append(f'  File "{file}", line {rng.randint(20, 900)}, in {name}\n    {source}')
    return "\n".join([*lines, text])


def django_log(text: str, slug: str, rng: random.Random) -> str:
    clock = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    path = rng.choice(["/api/items/", "/admin/", "/", "/accounts/login/"])
    request = f'[02/Mar/2026 {clock}] "GET {path} HTTP/1.1" 500 {rng.randint(9000, 150000)}'
    return f"Internal Server Error: {path}\n{traceback(text, slug, rng)}\n{request}"


def compose(text: str, slug: str, rng: random.Random) -> str:
    service = rng.choice(["web-1", "backend-1", "api-1", "worker-1"])
    body = traceback(text, slug, rng) if rng.random() < 0.5 else text
    tail = f"\n{service} exited with code 1"
    return "\n".join(f"{service}  | {line}" for line in body.split("\n")) + tail


def ci(text: str, slug: str, rng: random.Random) -> str:
    stamp = f"2026-03-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:"
    body = ["##[group]Run python manage.py test", "python manage.py test", "##[endgroup]"]
    body += ["Found 42 test(s).", *traceback(text, slug, rng).split("\n")]
    body.append("##[error]Process completed with exit code 1.")
    return "\n".join(
        f"{stamp}{n % 60:02}.{rng.randint(0, 9999999):07}Z {line}" for n, line in enumerate(body)
    )


def pytest_output(text: str, slug: str, rng: random.Random) -> str:
    lines = "\n".join(f"E       {line}" for line in text.split("\n"))
    return (
        f"    def test_{rng.choice(['list', 'detail', 'update'])}(client):\n"
        f">       response = client.get('/api/')\n\ntests/test_api.py:{rng.randint(9, 200)}: \n"
        f"_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _\n{lines}\n\n"
        f"========= 1 failed, {rng.randint(2, 90)} passed in {rng.randint(1, 9)}.31s ========="
    )


def celery_log(text: str, slug: str, rng: random.Random) -> str:
    stamp = f"[2026-03-0{rng.randint(1, 9)} 1{rng.randint(0, 9)}:04:{rng.randint(10, 59)},118: "
    before = f"{stamp}INFO/MainProcess] celery@{rng.randint(100, 999):x}f3a ready.\n"
    return (before if rng.random() < 0.6 else "") + stamp + text


def server_log(text: str, slug: str, rng: random.Random) -> str:
    stamp = f"2026-03-02 1{rng.randint(0, 9)}:{rng.randint(10, 59)}:07.{rng.randint(100, 999)} UTC"
    first, *rest = text.split("\n")
    return "\n".join([f"{stamp} [{rng.randint(20, 4000)}] {first}", *rest])


def gunicorn_log(text: str, slug: str, rng: random.Random) -> str:
    pid = rng.randint(1, 40)
    stamp = f"[2026-03-02 10:{rng.randint(10, 59)}:{rng.randint(10, 59)} +0000] [{pid}]"
    return "\n".join(f"{stamp} {line}" for line in text.split("\n"))


def console(text: str, slug: str, rng: random.Random) -> str:
    port, build = rng.choice([3000, 5173]), f"{rng.getrandbits(32):08x}"
    frames = [
        f"    at BookList (http://localhost:{port}/src/pages/List-{build}.tsx:{rng.randint(5, 90)}:17)",
        f"    at renderWithHooks (http://localhost:{port}/node_modules/.vite/deps/react-dom.js:{rng.randint(1000, 19000)}:24)",
    ]
    where = f"List.tsx:{rng.randint(5, 90)} " if rng.random() < 0.7 else ""
    return "\n".join([where + text, *(frames if rng.random() < 0.6 else [])])


def curl(text: str, slug: str, rng: random.Random) -> str:
    return f"$ curl -i http://localhost:8000/api/items/?page={rng.randint(1, 9)}\n{text}"


def shell(text: str, slug: str, rng: random.Random) -> str:
    prompt = rng.choice(
        ["(.venv) ada@laptop:~/dev/shop$ ", "PS C:\\api> ", "root@3f9c2d:/app# ", "$ "]
    )
    command = rng.choice(["python manage.py migrate", "python manage.py runserver", "make dev"])
    return f"{prompt}{command}\n{text}"


def git_shell(text: str, slug: str, rng: random.Random) -> str:
    return (
        f"{rng.choice(['~/shop (main)', '➜  shop git:(feature)'])} $ git pull origin main\n{text}"
    )


def psql(text: str, slug: str, rng: random.Random) -> str:
    rows = "\n".join(f" {line}" for line in text.split("\n"))
    return f"shop=# EXPLAIN ANALYZE SELECT ...\n{' ' * 30}QUERY PLAN\n{'-' * 70}\n{rows}"


def sql_log(text: str, slug: str, rng: random.Random) -> str:
    return text if "Scan" not in text else psql(text, slug, rng)


def bare(text: str, slug: str, rng: random.Random) -> str:
    return text


WRAPS: dict[str, list[Wrap]] = {
    "python": [traceback, compose, bare, django_log, ci, shell],
    "pytest": [pytest_output, ci],
    "ci": [ci, bare, compose],
    "log": [server_log, bare, compose],
    "gunicorn": [gunicorn_log, bare],
    "celery": [celery_log, compose],
    "sql": [bare, sql_log, compose],
    "json": [bare, curl, console],
    "browser": [console, bare, console],
    "curl": [curl, bare],
    "git": [git_shell, bare],
    "plain": [bare, shell, compose],
}
# On a CI runner these texts have another cause.
NOT_IN_CI = {"postgres-localhost-in-compose"}


def cases() -> list[dict[str, str]]:
    result: list[dict[str, str]] = []
    for slug, bases in BASES.items():
        rng = random.Random(slug)
        seen: set[str] = set()
        attempt = 0
        while len(seen) < PER_CHALLENGE and attempt < 100:
            style, base = bases[attempt % len(bases)]
            wraps = [w for w in WRAPS[style] if not (w is ci and slug in NOT_IN_CI)]
            wrap = wraps[(attempt // len(bases)) % len(wraps)]
            text = wrap(fill(base, rng, rng.choice(ROOTS[:4])), slug, rng)
            if text not in seen:
                seen.add(text)
                result.append({"text": text, "expect": slug})
            attempt += 1
    return result


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def dump() -> str:
    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(str, _block)
    head = "# Written by make_cases.py from bases.py. Change those, then run it again.\n"
    return head + yaml.dump(
        cases(), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6
    )


if __name__ == "__main__":
    (HERE / "cases.yaml").write_text(dump(), encoding="utf-8")
