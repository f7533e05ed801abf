from datetime import timedelta

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "nexus.insights"
    label = "insights"

    def ready(self) -> None:
        from django.conf import settings

        from nexus.insights.tasks import run_insights_job
        from nexus.jobs.registry import Kind, register
        from nexus.jobs.schedule import schedule

        register("insights", run_insights_job, Kind("Insights"))
        # A cache of each process alone would keep them where nobody asks.
        if settings.NEXUS_CACHE_URL:
            schedule("insights", timedelta(hours=1))
