from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nexus.jobs"
    label = "jobs"
    unseen_models = frozenset({"Job", "Outbox", "Beat", "DeadLetter"})

    def ready(self) -> None:
        from nexus.jobs.cleaning import run_clean_up_job
        from nexus.jobs.registry import Kind, register
        from nexus.jobs.schedule import schedule

        register("clean-up", run_clean_up_job, Kind("Clean-up"))
        schedule("clean-up", timedelta(hours=6))
