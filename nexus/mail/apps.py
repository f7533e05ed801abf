from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "nexus.mail"
    label = "mail"
    # Nobody reads them but the worker that sends.
    unseen_models = frozenset({"Mail"})

    def ready(self) -> None:
        from nexus.jobs.events import cleaning_up
        from nexus.jobs.queues import Queue
        from nexus.jobs.registry import Kind, register
        from nexus.mail.models import KIND
        from nexus.mail.sending import send_mail
        from nexus.mail.tidying import forget_mail

        register(KIND, send_mail, Kind("Mail", Queue.OUTGOING))
        cleaning_up.connect(forget_mail, weak=False)
