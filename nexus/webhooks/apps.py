from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "nexus.webhooks"
    label = "webhooks"
    # Their owner alone reads them, and what is answered to one person is never kept.
    unseen_models = frozenset({"Webhook", "Webhook_topics", "Delivery", "Cursor"})

    def ready(self) -> None:
        from nexus.jobs.events import cleaning_up
        from nexus.jobs.outgoing import register_outgoing
        from nexus.webhooks.senders import Senders
        from nexus.webhooks.tidying import forget_deliveries

        register_outgoing(Senders)
        cleaning_up.connect(forget_deliveries, weak=False)
