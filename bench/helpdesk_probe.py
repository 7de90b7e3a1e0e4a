"""`python -m bench.helpdesk_probe TICKETS` in the peers' environment: prints the seconds.

Every ticket is overdue and has an owner and an address to notify. Email goes to a dummy backend.
"""

import os
import sys
import time
from datetime import timedelta


def main(tickets: int) -> None:
    import django
    from django.conf import settings

    database = {
        name: os.environ[f"HELPDESK_{name}"]
        for name in ("ENGINE", "NAME", "USER", "HOST")
        if f"HELPDESK_{name}" in os.environ
    }
    settings.configure(
        SECRET_KEY="for this run",  # noqa: S106 made up
        DATABASES={"default": database},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "django.contrib.messages",
            "django.contrib.admin",
            "rest_framework",
            "helpdesk",
        ],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SITE_ID=1,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_TEAMS_MODEL="auth.Group",
        HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
        HELPDESK_KBITEM_TEAM_GETTER=lambda _item: None,
        USE_TZ=True,
    )
    django.setup()
    _create_tickets(tickets)
    _escalate(tickets)


def _create_tickets(tickets: int) -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils import timezone
    from helpdesk.models import Queue, Ticket

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate", verbosity=0)
    owner = get_user_model().objects.create_user("ada", "ada@example.com", "made up")
    queue = Queue.objects.create(title="Support", slug="support", escalate_days=1)
    Ticket.objects.bulk_create(
        Ticket(
            title=f"Where is parcel {n}?",
            queue=queue,
            status=Ticket.OPEN_STATUS,
            priority=3,
            assigned_to=owner,
            submitter_email=f"customer{n}@example.com",
        )
        for n in range(tickets)
    )
    Ticket.objects.update(created=timezone.now() - timedelta(days=3))


def _escalate(tickets: int) -> None:
    from django.core.management import call_command
    from helpdesk.models import FollowUp

    begun = time.monotonic()
    call_command("escalate_tickets", verbosity=0)
    seconds = time.monotonic() - begun
    assert FollowUp.objects.count() == tickets, FollowUp.objects.count()
    print(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
