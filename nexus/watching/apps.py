from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "nexus.watching"

    def ready(self) -> None:
        from nexus.watching import checks  # noqa: F401 - registers them
        from nexus.watching.metrics import register_state

        register_state()
