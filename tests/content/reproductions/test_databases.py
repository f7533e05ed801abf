"""Challenges about queries, tables, migrations and constraints."""

from __future__ import annotations

from pathlib import Path

from harness import BOOKSHOP, assert_shows, bookshop, closed_port, run, write_files


def test_postgres_on_localhost_is_refused(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        f"""
        from tiny import setup
        setup(DATABASES={{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": "shop",
              "USER": "shop", "HOST": "127.0.0.1", "PORT": "{closed_port()}"}}}})
        from django.db import connection
        connection.ensure_connection()
        """,
    )
    assert_shows(output, "postgres-localhost-in-compose", 1)


def test_n_plus_one_is_counted_and_goes(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        """
        import logging
        from tiny import setup, migrate
        setup(DEBUG=True)
        migrate()
        import unittest
        from django.db import connection
        from django.test import TestCase
        from django.test.utils import CaptureQueriesContext
        from catalog.models import Author, Book

        for n in range(1, 101):
            Book.objects.create(title=str(n), author=Author.objects.create(pk=n, name=str(n)))

        class BookList(TestCase):
            def test_count(self):
                with self.assertNumQueries(2):
                    [book.author.name for book in Book.objects.all()]

        suite = unittest.defaultTestLoader.loadTestsFromTestCase(BookList)
        unittest.TextTestRunner().run(suite)

        logger = logging.getLogger("django.db.backends")
        logger.setLevel("DEBUG")
        logger.addHandler(logging.StreamHandler())
        with CaptureQueriesContext(connection):
            [book.author.name for book in Book.objects.order_by("pk")[:3]]
        logger.setLevel("INFO")

        with CaptureQueriesContext(connection) as joined:
            [book.author.name for book in Book.objects.select_related("author")]
        with CaptureQueriesContext(connection) as prefetched:
            [list(author.books.all()) for author in Author.objects.prefetch_related("books")]
        print("fixed", len(joined), len(prefetched))
        """,
    )
    assert_shows(output, "n-plus-one-queries", 0)
    assert_shows(output, "n-plus-one-queries", 1)
    assert "fixed 1 2" in output


def test_graphql_joins_only_when_asked(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        """
        from tiny import setup, migrate
        setup()
        migrate()
        import graphene
        from django.db import connection
        from django.test.utils import CaptureQueriesContext
        from graphene_django import DjangoObjectType
        from graphql import FieldNode
        from catalog.models import Author, Book

        def selects(info, name):
            return any(
                isinstance(field, FieldNode) and field.name.value == name
                for node in info.field_nodes
                for field in node.selection_set.selections
            )

        class AuthorType(DjangoObjectType):
            class Meta:
                model, fields = Author, ("id", "name")

        class BookType(DjangoObjectType):
            class Meta:
                model, fields = Book, ("id", "title", "author")

        class Query(graphene.ObjectType):
            plain = graphene.List(BookType)
            books = graphene.List(BookType)
            def resolve_plain(root, info):
                return Book.objects.all()
            def resolve_books(root, info):
                books = Book.objects.order_by("id")
                return books.select_related("author") if selects(info, "author") else books

        schema = graphene.Schema(query=Query)
        for n in range(10):
            Book.objects.create(title=str(n), author=Author.objects.create(name=str(n)))
        for query in ("{plain{author{name}}}", "{books{author{name}}}", "{books{title}}"):
            with CaptureQueriesContext(connection) as queries:
                assert not schema.execute(query).errors
            print(len(queries), "JOIN" if "JOIN" in queries[0]["sql"] else "plain")
        print(schema.execute("{books{titel}}").errors[0].message)
        """,
    )
    assert output.split("\n")[:3] == ["11 plain", "1 JOIN", "1 plain"]
    assert_shows(output, "agreeing-on-api-shape", 3)


def test_missing_table(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        """
        from tiny import setup
        setup()
        from catalog.models import Book
        list(Book.objects.all())
        """,
    )
    assert_shows(output, "tables-missing-in-container", 1)


def test_unapplied_migrations_are_announced_and_migrate_ends_it(tmp_path: Path) -> None:
    write_files(tmp_path, BOOKSHOP)
    write_files(
        tmp_path,
        {
            "catalog/migrations/__init__.py": "",
            "main.py": """
                from tiny import setup
                setup(INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "catalog",
                                      "django.contrib.contenttypes", "django.contrib.sessions"])
                from django.core.management import call_command
                from django.core.management.base import BaseCommand
                from catalog.models import Book
                call_command("makemigrations", "catalog", verbosity=0)
                BaseCommand().check_migrations()
                call_command("migrate", verbosity=0)
                call_command("migrate", check_unapplied=True, verbosity=0)
                print("rows", Book.objects.count())
            """,
        },
    )
    output = run(tmp_path, "main.py")
    assert_shows(output, "tables-missing-in-container", 2)
    assert "rows 0" in output


def test_conflicting_migrations_merge(tmp_path: Path) -> None:
    branch = """
        from django.db import migrations, models

        class Migration(migrations.Migration):
            dependencies = [("catalog", "0001_initial")]
            operations = [
                migrations.AddField("book", "FIELD", models.CharField(max_length=13, default="")),
            ]
    """
    write_files(tmp_path, BOOKSHOP)
    write_files(
        tmp_path,
        {
            "catalog/migrations/__init__.py": "",
            "manage.py": """
                import sys
                from tiny import setup
                urlpatterns = []
                setup()
                from django.core.management import execute_from_command_line
                execute_from_command_line(sys.argv)
            """,
        },
    )
    run(tmp_path, "manage.py", "makemigrations", "catalog")
    for field in ("isbn", "pages"):
        write_files(
            tmp_path, {f"catalog/migrations/0002_book_{field}.py": branch.replace("FIELD", field)}
        )
    assert_shows(run(tmp_path, "manage.py", "migrate"), "conflicting-migrations", 0)
    assert "Created new merge migration" in run(
        tmp_path, "manage.py", "makemigrations", "--merge", "--noinput"
    )
    assert "Conflicting" not in run(tmp_path, "manage.py", "migrate", "--plan")


def test_unique_constraint_ends_the_race(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        """
        from tiny import setup, migrate
        setup()
        migrate()
        import traceback
        from django.db import IntegrityError, transaction
        from shop.models import Cart, LooseCart

        Cart.objects.create(user_id=1)
        try:
            Cart.objects.create(user_id=1)
        except IntegrityError:
            traceback.print_exc()
        try:
            with transaction.atomic():
                try:
                    Cart.objects.create(user_id=1)
                except IntegrityError:
                    pass
                Cart.objects.count()
        except transaction.TransactionManagementError:
            traceback.print_exc()
        for _ in range(3):
            LooseCart.objects.create(user_id=1)
        try:
            LooseCart.objects.get_or_create(user_id=1)
        except LooseCart.MultipleObjectsReturned as error:
            print(str(error).replace("LooseCart", "Cart"))

        # The loser of the race: it looked, saw nothing, and creates after the winner.
        looked = []
        from django.db.models.query import QuerySet
        get = QuerySet.get
        def blind_once(self, *args, **kwargs):
            if not looked:
                looked.append(True)
                raise Cart.DoesNotExist
            return get(self, *args, **kwargs)
        QuerySet.get = blind_once
        print("fixed", Cart.objects.get_or_create(user_id=1)[1], Cart.objects.count())
        with transaction.atomic():
            try:
                with transaction.atomic():
                    Cart.objects.create(user_id=1)
            except IntegrityError:
                print("savepoint", Cart.objects.count())
        """,
    )
    assert_shows(output, "integrityerror-race", 1)
    assert_shows(output, "integrityerror-race", 3)
    assert "get() returned more than one Cart -- it returned 3!" in output
    assert "fixed False 1" in output
    assert "savepoint 1" in output
