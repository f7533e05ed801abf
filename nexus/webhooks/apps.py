from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "nexus.webhooks"
    label = "webhooks"
    # Their owner alone reads them, and what is answered to one person is never kept.
    unseen_models = frozenset({"Webhook", "Webhook_topics", "Delivery", "Cursor"})

    def ready(self) -> None:
        import nexus.webhooks.tidying  # noqa: F401 - puts itself on the schedule
        from nexus.jobs.outgoing import register_outgoing
        from nexus.webhooks.senders import Senders

        register_outgoing(Senders)
