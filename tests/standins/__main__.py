"""`python -m tests.standins`: runs stand-ins for both platforms beside `make run`, to try
`replywatch connect` without an account."""

import contextlib
import json
import shlex
import time

from cli.stack import LOCAL
from tests.standins.graph import APP, TOKEN, WABA, GraphApi
from tests.standins.x import BEARER, XServer

META_PORT, X_PORT, USER_TOKEN = 4600, 4601, "brand-user-token"


def main() -> None:
    """Serves until Ctrl-C, with the accounts and secrets of the local run."""
    local = json.loads(LOCAL.read_text(encoding="utf-8"))
    accounts = local["accounts"]
    meta = GraphApi(
        secret=local["meta_app_secret"],
        pages={accounts["messenger"]: accounts.get("instagram")},
        numbers={WABA: [accounts["whatsapp"]]},
    )
    x = XServer(secret=local["x_consumer_secret"], users={USER_TOKEN: accounts["x"]})
    with meta.running(META_PORT) as meta_url, x.running(X_PORT) as x_url:
        _show("meta", meta_url, META_APP_ID=APP, META_ACCESS_TOKEN=TOKEN)
        _show("x", x_url, X_BEARER_TOKEN=BEARER, X_USER_TOKEN=USER_TOKEN)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


def _show(platform: str, url: str, **environment: str) -> None:
    settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
    print(f"{settings} replywatch connect {platform} --local --api-url {url}", flush=True)


if __name__ == "__main__":
    main()
