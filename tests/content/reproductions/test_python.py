"""Challenges about imports, environments, settings, async views and Git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from harness import assert_shows, bookshop, run, write_files


def test_circular_import_and_the_third_module(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "shop/__init__.py": "",
            "shop/orders.py": "from shop.customers import Customer\nclass Order: pass\n",
            "shop/customers.py": "from shop.orders import Order\nclass Customer: pass\n",
        },
    )
    assert_shows(run(tmp_path, "-c", "import shop.orders"), "circular-import", 0)
    write_files(
        tmp_path,
        {
            "shop/orders.py": "import shop.customers\nORDER = shop.customers.CUSTOMER\n",
            "shop/customers.py": "import shop.orders\nCUSTOMER = shop.orders.ORDER\n",
        },
    )
    assert_shows(run(tmp_path, "-c", "import shop.orders"), "circular-import", 1)
    write_files(
        tmp_path,
        {
            "shop/orders.py": "class Order: pass\n",
            "shop/customers.py": """
                from __future__ import annotations
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from shop.orders import Order
                class Customer:
                    last_order: Order | None = None
            """,
            "shop/services.py": """
                from shop.customers import Customer
                from shop.orders import Order
                def place_order(customer: Customer) -> Order:
                    return Order()
            """,
        },
    )
    for module in ("orders", "customers", "services"):
        assert run(tmp_path, "-c", f"import shop.{module}") == ""


def test_another_python_lacks_the_packages(tmp_path: Path) -> None:
    write_files(tmp_path, {"use.py": "import rest_framework\n"})
    assert_shows(run(tmp_path, "-S", "use.py"), "works-on-my-machine", 0)
    run(tmp_path, "-m", "django", "startproject", "bookshop", ".")
    assert_shows(run(tmp_path, "-S", "manage.py", "check"), "works-on-my-machine", 1)
    assert "no issues" in run(tmp_path, "manage.py", "check")


def test_missing_secret_key_and_the_reader_that_names_it(tmp_path: Path) -> None:
    run(tmp_path, "-m", "django", "startproject", "bookshop", ".")
    settings = tmp_path / "bookshop" / "settings.py"
    lines = settings.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("SECRET_KEY"))

    def with_line(line: str) -> str:
        settings.write_text("\n".join([*lines[:at], line, *lines[at + 1 :]]), "utf-8")
        return run(tmp_path, "manage.py", "check")

    # Django reads the key late: an empty one passes the check and stops the first signature.
    assert "no issues" in with_line('import os\nSECRET_KEY = os.environ.get("SECRET_KEY", "")')
    signing = "from django.core import signing; signing.dumps(1)"
    assert_shows(run(tmp_path, "manage.py", "shell", "-c", signing), "missing-secret-key", 0)
    assert_shows(
        with_line('import os\nSECRET_KEY = os.environ["SECRET_KEY"]'), "missing-secret-key", 1
    )
    write_files(
        tmp_path,
        {
            "bookshop/env.py": """
                import os
                from django.core.exceptions import ImproperlyConfigured

                def env(name: str, default: str | None = None) -> str:
                    value = os.environ.get(name, default)
                    if not value:
                        raise ImproperlyConfigured(
                            f"Set the environment variable {name} (see .env.example)"
                        )
                    return value
            """
        },
    )
    fixed = 'from .env import env\nSECRET_KEY = env("SECRET_KEY")'
    assert "Set the environment variable SECRET_KEY" in with_line(fixed)
    assert "no issues" in run(tmp_path, "manage.py", "check", env={"SECRET_KEY": "x" * 50})


def test_orm_in_an_async_view(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        """
        from tiny import setup, migrate
        setup(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.db"}})
        migrate()
        import asyncio, traceback
        from django.core.exceptions import SynchronousOnlyOperation
        from django.http import JsonResponse
        from django.test import AsyncClient
        from django.urls import path
        from catalog.models import Author, Book

        async def bad(request):
            return JsonResponse({"results": [book.title for book in Book.objects.all()]})

        async def good(request):
            books = Book.objects.select_related("author").order_by("title")
            data = [{"title": book.title, "author": book.author.name} async for book in books]
            return JsonResponse({"results": data, "count": await Book.objects.acount()})

        urlpatterns = [path("bad/", bad), path("good/", good)]
        Book.objects.create(title="Emma", author=Author.objects.create(name="Jane"))

        async def main():
            try:
                await AsyncClient().get("/bad/")
            except SynchronousOnlyOperation:
                traceback.print_exc()
            print("fixed", (await AsyncClient().get("/good/")).content.decode())
        asyncio.run(main())
        """,
    )
    assert_shows(output, "async-view-synchronousonlyoperation", 0)
    assert 'fixed {"results": [{"title": "Emma", "author": "Jane"}], "count": 1}' in output


def test_git_stops_at_a_conflict_and_goes_on_when_solved(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        done = subprocess.run(
            ["git", *identity, "-c", "core.editor=true", "-c", "advice.mergeConflict=true", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env={"HOME": str(tmp_path), "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"},
        )  # fmt: skip
        return done.stdout + done.stderr

    settings = tmp_path / "settings.py"

    def commit(text: str) -> None:
        settings.write_text(text, "utf-8")
        git("add", "settings.py")
        git("commit", "-m", "Set debug")

    git("init", "-b", "main")
    commit("DEBUG = True\n")
    git("switch", "-c", "feature")
    commit('DEBUG = env("DEBUG")\n')
    git("switch", "main")
    commit("DEBUG = False\n")
    assert_shows(git("merge", "feature"), "conflicting-migrations", 1)
    assert_shows(settings.read_text("utf-8"), "conflicting-migrations", 3)
    assert_shows(git("commit", "-m", "x"), "conflicting-migrations", 2)
    assert git("diff", "--name-only", "--diff-filter=U") == "settings.py\n"
    settings.write_text('DEBUG = env("DEBUG", "false")\n', "utf-8")
    git("add", "settings.py")
    git("merge", "--continue")
    assert git("diff", "--check") == ""
    assert git("status", "--short", "--untracked-files=no") == ""
