"""Challenges that only PostgreSQL can show. All tables here are temporary."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from harness import assert_shows, bookshop

URL = os.environ.get("DATABASE_URL", "")
pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not URL.startswith("postgres"), reason="DATABASE_URL names no PostgreSQL"),
]
SETUP = f"""
        import traceback
        import dj_database_url
        from tiny import setup
        database = dj_database_url.parse({URL!r})
        database["OPTIONS"] = {{"options": "-c search_path=pg_temp"}}
        setup(DATABASES={{"default": database}})
        from django.db import connection, models, IntegrityError, OperationalError
"""


def test_relation_does_not_exist(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        SETUP
        + """
        from catalog.models import Book
        list(Book.objects.all())
        """,
    )
    assert_shows(output, "tables-missing-in-container", 0)


def test_the_plan_before_and_after_the_index(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        SETUP
        + """
        class Sale(models.Model):
            customer_id = models.IntegerField()
            created = models.DateTimeField()

            class Meta:
                app_label, db_table = "shop", "shop_sale"

        with connection.schema_editor() as editor:
            editor.create_model(Sale)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO shop_sale (customer_id, created) "
                           "SELECT n % 5000, now() FROM generate_series(1, 50000) n")
            cursor.execute("ANALYZE shop_sale")
        newest = Sale.objects.filter(customer_id=4711).order_by("-created")[:20]
        print("BEFORE", newest.explain(analyze=True))
        index = models.Index(fields=["customer_id", "-created"], name="sale_by_customer_newest")
        with connection.schema_editor() as editor:
            editor.add_index(Sale, index)
        print("AFTER", newest.explain(analyze=True))
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 5")
            try:
                cursor.execute("SELECT count(*) FROM generate_series(1, 100000000)")
            except OperationalError:
                traceback.print_exc()
        """,
    )
    before, after = output.split("AFTER")
    assert "Seq Scan on shop_sale" in before
    assert "Rows Removed by Filter" in before
    assert "Seq Scan" not in after
    assert "sale_by_customer_newest" in after
    assert_shows(output, "slow-query-without-index", 1)


def test_duplicate_key(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        SETUP
        + """
        from shop.models import Cart
        with connection.schema_editor() as editor:
            editor.create_model(Cart)
        Cart.objects.create(user_id=1)
        try:
            Cart.objects.create(user_id=1)
        except IntegrityError:
            traceback.print_exc()
        print("fixed", Cart.objects.get_or_create(user_id=1)[1])
        """,
    )
    assert_shows(output, "integrityerror-race", 0)
    assert "fixed False" in output
