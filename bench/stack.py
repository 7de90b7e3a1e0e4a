"""The stack on this machine, deployed as `make run` does, on a free port."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.local import deploy, emulator, stand_ins
from cli.local.deploy import BUILD, Secrets, Stack
from cli.local.emulator import free_port
from shared.config.configuration import load_file

CONFIGURATION = Path(__file__).with_name("stack.toml")


@contextlib.contextmanager
def deployed() -> Iterator[Stack]:
    """The deployed stack and the stand-ins of the channels, while the block runs."""
    port = free_port()
    endpoint, files = f"http://{emulator.HOST}:{port}", BUILD / f"bench-{port}"
    with contextlib.ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, files, ignore_errors=True)
        assembly = files / "cdk"
        receivers = cleanup.enter_context(stand_ins.serving(endpoint))
        synthesis = cleanup.enter_context(
            deploy.synthesising(
                endpoint,
                configuration=CONFIGURATION,
                assembly=assembly,
                settings=deploy.with_stand_ins(receivers.url),
            )
        )
        cleanup.enter_context(
            emulator.running(port=port, state=files / "emulator", log=deploy.emulator_log(endpoint))
        )
        deploy.bootstrap(endpoint)
        outputs = deploy.deploy(endpoint, synthesis, assembly=assembly)
        stack = Stack(
            endpoint=endpoint,
            outputs=outputs,
            secrets=Secrets(),
            outbox_url=receivers.outbox_url,
        )
        entries = receivers.entries(load_file(CONFIGURATION))
        deploy.write_secrets(deploy.session(), stack, entries)
        yield stack


def client(stack: Stack, service: str) -> Any:
    """A client with a long timeout and no retries."""
    from botocore.config import Config

    config = Config(read_timeout=120, retries={"total_max_attempts": 1})
    return deploy.session().client(service, endpoint_url=stack.endpoint, config=config)  # type: ignore[call-overload]
