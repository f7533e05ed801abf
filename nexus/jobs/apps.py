from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nexus.jobs"
    label = "jobs"
    unseen_models = frozenset({"Job", "Outbox", "Beat"})
