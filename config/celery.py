"""The Celery application of the services profile; RabbitMQ is transport, the job row is truth."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown, worker_ready

from nexus.cli.processes import die_with_service

app = Celery("nexus", task_cls="nexus.jobs.guard:GuardedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def name_queues(sender: Celery, **_: object) -> None:
    """Once the apps are there; settings cannot import them."""
    from nexus.jobs.broker import WORK

    sender.conf.task_queues = WORK


app.on_after_configure.connect(name_queues, weak=False)
worker_process_init.connect(die_with_service, weak=False)


def begin_pulse(**_: object) -> None:
    """In the parent of the pool, which outlives a job that breaks its child."""
    from nexus.jobs.hung import kill_hung_children
    from nexus.jobs.pulse import start_pulse

    start_pulse("worker", kill_hung_children)


worker_ready.connect(begin_pulse, weak=False)


def send_traces(**_: object) -> None:
    """A child of the pool ends without Python's clean-up; off, this imports nothing."""
    telemetry = sys.modules.get("nexus.common.telemetry")
    if telemetry is not None:
        telemetry.send_now()


worker_process_shutdown.connect(send_traces, weak=False)
