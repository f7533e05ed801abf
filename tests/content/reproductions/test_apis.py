"""Challenges about throttling, tokens, caching and the shape of answers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from harness import assert_shows, bookshop

SHOW = """
        def show(response):
            print(f"HTTP/1.1 {response.status_code} {response.reason_phrase}")
            for name, value in response.headers.items():
                print(f"{name}: {value}")
            print(response.content.decode())
"""


def test_throttle_answers_429_and_scopes_are_counted_apart(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        SHOW
        + """
        from tiny import setup
        setup(REST_FRAMEWORK={
            "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle",
                                         "rest_framework.throttling.UserRateThrottle",
                                         "rest_framework.throttling.ScopedRateThrottle"],
            "DEFAULT_THROTTLE_RATES": {"anon": "6/minute", "user": "600/minute",
                                       "export": "2/minute"},
            "UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": [], "NUM_PROXIES": 1})
        from django.urls import path
        from rest_framework.response import Response
        from rest_framework.test import APIClient
        from rest_framework.views import APIView

        class Books(APIView):
            def get(self, request):
                return Response([])

        class Export(APIView):
            throttle_scope = "export"
            def get(self, request):
                return Response([])

        urlpatterns = [path("books/", Books.as_view()), path("export/", Export.as_view())]
        client = APIClient()
        print("export", [client.get("/export/").status_code for _ in range(3)])
        print("books", [client.get("/books/").status_code for _ in range(4)])
        other = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
        print("other", client.get("/books/", **other).status_code)
        show(client.get("/books/"))
        """,
    )
    assert "export [200, 200, 429]" in output
    assert "books [200, 200, 200, 429]" in output
    assert "other 200" in output
    assert_shows(output, "throttled-429", 0)
    assert_shows(output, "throttled-429", 1)


def test_401_without_the_right_word(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        SHOW
        + """
        from tiny import setup, migrate
        setup(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth",
                              "rest_framework", "rest_framework.authtoken"])
        migrate()
        from django.contrib.auth.models import User
        from django.urls import path
        from rest_framework.authentication import TokenAuthentication
        from rest_framework.authtoken.models import Token
        from rest_framework.permissions import IsAuthenticated
        from rest_framework.response import Response
        from rest_framework.test import APIClient
        from rest_framework.views import APIView

        class BearerToken(TokenAuthentication):
            keyword = "Bearer"

        class Orders(APIView):
            authentication_classes = [BearerToken]
            permission_classes = [IsAuthenticated]
            def get(self, request):
                return Response({"orders": []})

        urlpatterns = [path("orders/", Orders.as_view())]
        token = Token.objects.create(user=User.objects.create_user("ada"))
        client = APIClient()
        show(client.get("/orders/", HTTP_AUTHORIZATION=f"Token {token.key}"))
        print("fixed", client.get("/orders/", HTTP_AUTHORIZATION=f"Bearer {token.key}").json())
        """,
    )
    assert_shows(output, "expired-token-401", 1)
    assert "WWW-Authenticate: Bearer" in output
    assert "fixed {'orders': []}" in output


def test_a_stale_page_and_the_delete_after_commit(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        SHOW
        + """
        from tiny import setup, migrate
        setup()
        migrate()
        import unittest
        from django.core.cache import cache
        from django.db import transaction
        from django.http import JsonResponse
        from django.test import Client, TestCase
        from django.urls import path
        from django.views.decorators.cache import cache_page
        from catalog.models import Author, Book

        urlpatterns = [path("book/", cache_page(900)(
            lambda request: JsonResponse({"title": Book.objects.get().title})))]

        def key(book_id):
            return f"catalog:book:{book_id}"

        def get_book(book_id):
            def load():
                book = Book.objects.select_related("author").get(pk=book_id)
                return {"id": book.pk, "title": book.title, "author": book.author.name}
            return cache.get_or_set(key(book_id), load, timeout=900)

        def rename_book(book, *, title):
            with transaction.atomic():
                book.title = title
                book.save(update_fields=["title"])
                transaction.on_commit(lambda: cache.delete(key(book.pk)))
            return book

        class Rename(TestCase):
            def setUp(self):
                cache.clear()
                author = Author.objects.create(name="Ada")
                self.book = Book.objects.create(title="Old title", author=author)

            def test_stale(self):
                show(self.client.get("/book/"))
                Book.objects.update(title="New title")
                self.assertEqual(self.client.get("/book/").json()["title"], "New title")

            def test_fixed(self):
                get_book(self.book.pk)
                with self.captureOnCommitCallbacks(execute=True):
                    rename_book(self.book, title="New title")
                self.assertEqual(get_book(self.book.pk)["title"], "New title")

        suite = unittest.defaultTestLoader.loadTestsFromTestCase(Rename)
        unittest.TextTestRunner(verbosity=2).run(suite)
        """,
    )
    assert_shows(output, "stale-cache-after-write", 0)
    assert_shows(output, "stale-cache-after-write", 1)
    assert "test_fixed (__main__.Rename.test_fixed) ... ok" in output
    assert "test_stale (__main__.Rename.test_stale) ... FAIL" in output


@pytest.mark.skipif(shutil.which("node") is None, reason="the messages of V8 need Node")
def test_what_javascript_says_about_another_shape() -> None:
    script = """
        const page = { results: [] };
        const books = page;
        for (const attempt of [() => page.books.map(String), () => books.map(String),
                               () => JSON.parse("<!DOCTYPE html><html></html>")]) {
          try { attempt(); } catch (error) { console.log(String(error)); }
        }
    """
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    for error in range(3):
        assert_shows(done.stdout, "agreeing-on-api-shape", error)
