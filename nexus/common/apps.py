from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommonConfig(AppConfig):
    name = "nexus.common"
    label = "common"
    unseen_models = frozenset({"Change", "Touch", "RateBucket", "KeptAnswer"})

    def ready(self) -> None:
        from nexus.common.touches import install_triggers, remove_triggers

        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="common.touches")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="common.touches")
