from datetime import timedelta

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "nexus.keeping"

    def ready(self) -> None:
        from django.conf import settings

        from nexus.jobs.registry import Kind, register
        from nexus.jobs.schedule import schedule
        from nexus.keeping.daily import run_backup_job

        # It reports once, at its end.
        register("backup", run_backup_job, Kind("Backup", quiet=timedelta(hours=2)))
        if settings.NEXUS_BACKUPS:
            schedule("backup", timedelta(days=1))
