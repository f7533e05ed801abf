from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "nexus.curation"
    label = "curation"
    # What a run keeps for the next one; no reader's answer is made of it.
    unseen_models = frozenset(
        {
            "Pending",
            "Unasked",
            "Sketch",
            "EntryName",
            "Profile",
            "Named",
            "Fit",
            "Member",
            "Cluster",
            "Posting",
            "Likeness",
        }
    )

    def ready(self) -> None:
        from nexus.curation.listening import listen
        from nexus.curation.tasks import register_jobs

        register_jobs()
        listen()
