"""The stack on this machine, deployed as `make run` does, on a free port."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.local import deploy, emulator
from cli.local.deploy import BUILD, Secrets, Stack
from cli.local.emulator import free_port

CONFIGURATION = Path(__file__).with_name("stack.toml")


@contextlib.contextmanager
def deployed() -> Iterator[Stack]:
    """The deployed stack while the block runs."""
    port = free_port()
    endpoint, files = f"http://{emulator.HOST}:{port}", BUILD / f"bench-{port}"
    with contextlib.ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, files, ignore_errors=True)
        assembly = files / "cdk"
        synthesis = cleanup.enter_context(
            deploy.synthesising(endpoint, configuration=CONFIGURATION, assembly=assembly)
        )
        cleanup.enter_context(
            emulator.running(port=port, state=files / "emulator", log=deploy.emulator_log(endpoint))
        )
        deploy.bootstrap(endpoint)
        outputs = deploy.deploy(endpoint, synthesis, assembly=assembly)
        stack = Stack(endpoint=endpoint, outputs=outputs, secrets=Secrets())
        deploy.write_secrets(deploy.session(), stack)
        yield stack


def client(stack: Stack, service: str) -> Any:
    """A client with a long timeout and no retries."""
    from botocore.config import Config

    config = Config(read_timeout=120, retries={"total_max_attempts": 1})
    return deploy.session().client(service, endpoint_url=stack.endpoint, config=config)  # type: ignore[call-overload]
