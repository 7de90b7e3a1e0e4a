"""`make run`, `make story`, `replywatch local`: the engine, then the stack, then the story."""

import argparse
import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from cli.local import deploy, engine
from cli.local.deploy import BUILD, ENGINE_LOG, Secrets, Stack
from cli.local.interrupts import Interrupted, install
from cli.local.show import Terminal

ADDRESSES = BUILD / "local.json"


class StoryFailedError(Exception):
    """A claim of the story does not hold; it has been printed."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The options of `replywatch local`."""
    parser = subparsers.add_parser("local", description="Runs the whole stack on this machine.")
    options(parser)


def options(parser: argparse.ArgumentParser) -> None:
    """What `make run` and `make story` choose."""
    parser.add_argument("--port", type=int, default=4566, help="the port on 127.0.0.1 (4566)")
    parser.add_argument(
        "--config", type=Path, default=deploy.CONFIGURATION, help="whose accounts and promises"
    )
    parser.add_argument("--story", action="store_true", help="check the story's claims, then end")
    parser.add_argument(
        "--no-story", action="store_true", help="serve at once, without playing the story"
    )


def main(arguments: list[str] | None = None) -> int:
    """`python -m cli.local`."""
    parser = argparse.ArgumentParser(prog="python -m cli.local", description=__doc__)
    options(parser)
    return run(parser.parse_args(arguments))


def run(args: argparse.Namespace) -> int:
    """Runs until Ctrl-C, or the story's end. 0 when it ended as it should."""
    install()
    terminal = Terminal()
    serving = threading.Event()
    try:
        with _stack(args, terminal) as (running, stack):
            _perform(args, running, stack, terminal, serving)
    except Interrupted as interrupted:
        terminal.line()
        terminal.line("Stopped; nothing is left running.")
        return 0 if serving.is_set() else interrupted.status
    except StoryFailedError:
        return 1
    except engine.LocalRunError as error:
        terminal.problem(str(error), log=error.log)
        return 1
    return 0


@contextlib.contextmanager
def _stack(args: argparse.Namespace, terminal: Terminal) -> Iterator[tuple[engine.Engine, Stack]]:
    """The deployed stack, for as long as the block runs."""
    port = args.port
    engine.refuse_taken(port)
    terminal.heading("ReplyWatch on this machine")
    with contextlib.ExitStack() as cleanup:
        endpoint = f"http://{engine.HOST}:{port}"
        files = BUILD / f"local-{port}"
        shutil.rmtree(files, ignore_errors=True)
        cleanup.callback(shutil.rmtree, files, ignore_errors=True)
        synthesis = cleanup.enter_context(
            deploy.synthesising(endpoint, configuration=args.config, assembly=files / "cdk")
        )
        with terminal.step("local AWS, made ready for the CDK"):
            running = cleanup.enter_context(
                engine.running(port=port, state=files / "engine", log=ENGINE_LOG)
            )
            deploy.bootstrap(endpoint)
        with terminal.step("synthesis"):
            synthesis.wait()
        with terminal.step("deployment"):
            outputs = deploy.deploy(endpoint, synthesis, assembly=files / "cdk")
        with terminal.step("secrets, made for this run"):
            stack = Stack(endpoint=endpoint, outputs=outputs, secrets=Secrets())
            aws = deploy.session()
            deploy.write_secrets(aws, stack)
            deploy.expire_items(aws, stack)
        yield running, stack


def _perform(
    args: argparse.Namespace,
    running: engine.Engine,
    stack: Stack,
    terminal: Terminal,
    serving: threading.Event,
) -> None:
    from cli.local.platforms import accounts
    from cli.local.story import Story
    from cli.local.telling import tell, welcome
    from cli.local.ticker import Ticker
    from shared.config.configuration import load_file

    configuration = load_file(args.config)
    deploy.write_addresses(stack, accounts(configuration), ADDRESSES)
    try:
        with Ticker(stack).ticking() as ticker:
            if not args.story:
                serving.set()
            if not args.no_story:
                story = Story(stack=stack, configuration=configuration, terminal=terminal)
                held = tell(story, stack, terminal, ticker=ticker)
                if args.story and not held:
                    raise StoryFailedError
            if not args.story:
                welcome(stack, terminal)
                _serve(running)
    finally:
        ADDRESSES.unlink(missing_ok=True)


def _serve(running: engine.Engine) -> None:
    while running.alive:
        time.sleep(0.5)
    raise engine.EngineError("The local AWS has ended by itself", log=ENGINE_LOG)
