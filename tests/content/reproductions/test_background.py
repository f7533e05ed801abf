"""Challenges about brokers and tasks."""

from __future__ import annotations

from pathlib import Path

from harness import assert_shows, bookshop, closed_port, run, write_files


def test_redis_and_broker_refused(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "use.py": f"""
                import traceback
                import redis
                from redis.backoff import NoBackoff
                from redis.retry import Retry
                from celery import Celery
                from celery.worker.consumer import consumer

                try:
                    once = Retry(NoBackoff(), 0)
                    redis.Redis.from_url("redis://localhost:{closed_port()}/1", retry=once).ping()
                except redis.exceptions.ConnectionError:
                    traceback.print_exc()
                app = Celery("bookshop", broker="amqp://guest:guest@127.0.0.1:{closed_port()}//")
                try:
                    app.connection().ensure_connection(
                        max_retries=1, interval_start=0, interval_step=0)
                except Exception as error:
                    traceback.print_exc()
                    cause = error.__cause__
                again = consumer.CONNECTION_RETRY_STEP.format(
                    when="in 4.00 seconds", retries=2, max_retries=100)
                print("[ERROR/MainProcess]", consumer.CONNECTION_ERROR
                      % (app.connection().as_uri(), cause, again))
            """
        },
    )
    output = run(tmp_path, "use.py")
    assert_shows(output, "broker-connection-refused", 0)
    assert_shows(output, "broker-connection-refused", 2)
    assert_shows(output, "broker-connection-refused", 1)


def test_a_worker_throws_an_unknown_task_away(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "use.py": """
                import logging, time
                from celery import Celery
                from celery.contrib.testing.worker import start_worker

                app = Celery("bookshop", broker="memory://", backend="cache+memory://")

                app.conf.broker_transport_options = {"polling_interval": 0.01}
                app.conf.worker_enable_remote_control = False

                @app.task(name="orders.tasks.known")
                def known(order_id):
                    return order_id

                logging.basicConfig(level="ERROR",
                                    format="[%(levelname)s/MainProcess] %(message)s")
                with start_worker(app, perform_ping_check=False, pool="solo",
                                  loglevel="ERROR",
                                  shutdown_timeout=5):
                    app.send_task("orders.tasks.send_receipt", (7,))
                    print("known", known.delay(7).get(timeout=5))
            """
        },
    )
    output = run(tmp_path, "use.py")
    assert_shows(output, "celery-task-not-picked-up", 0)
    assert "known 7" in output


def test_too_early_and_the_claim_that_only_one_run_wins(tmp_path: Path) -> None:
    output = bookshop(
        tmp_path,
        """
        from tiny import setup, migrate
        setup()
        migrate()
        import traceback
        from functools import partial
        from celery import Celery, shared_task
        from django.db import transaction
        from django.utils import timezone
        from shop.models import Order

        app = Celery("bookshop")
        app.conf.task_always_eager = True
        sent = []

        @shared_task
        def naive(order_id):
            Order.objects.get(pk=order_id)

        @shared_task
        def send_receipt(order_id):
            claimed = Order.objects.filter(pk=order_id, receipt_sent_at=None).update(
                receipt_sent_at=timezone.now())
            if claimed:
                sent.append(order_id)

        try:
            naive(99)
        except Order.DoesNotExist:
            print("orders.models." + traceback.format_exc().split("shop.models.")[-1])
        with transaction.atomic():
            order = Order.objects.create()
            transaction.on_commit(partial(send_receipt.delay, order.pk))
            print("inside", sent)
        send_receipt(order.pk)
        print("after", sent)
        """,
    )
    assert "orders.models.Order.DoesNotExist: Order matching query does not exist." in output
    assert "inside []" in output
    assert "after [1]" in output
