"""Import time of a cold start: each handler from its asset and the layer, in a new process.

The layer and the assets are built as for a deployment, bytecode included, but for this machine's
processor. boto3 is imported on first use, so the figure includes the handler and the client that
its first call creates. The note gives the time of the import alone.
"""

import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.results import Result, ratio
from infra import packaging
from infra.settings import LOCAL, ROOT, from_context
from shared.config.configuration import compile_file
from tests.builders import EXAMPLE

ROUNDS = 15
AT_MOST = {"webhook": 1.25}
AT_MOST_OTHERS = 1.6
PROBE = """
import sys, time
sys.path[:0] = {paths!r}
begun = time.perf_counter()
{work}
taken = time.perf_counter() - begun
with open("/proc/self/status") as status:
    highest = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(taken, highest)
"""
CLIENT = "import boto3; boto3.client('dynamodb')"
HANDLER = "from functions.{name}.handler import handler"
FIRST_CLIENT = "; from shared.runtime import aws; aws.client('dynamodb')"


def measure() -> list[Result]:
    """Imports each function, and boto3 alone, in turn, for several rounds."""
    names = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))
    configuration = compile_file(EXAMPLE)
    layer = packaging.layer_asset(from_context({"stage": LOCAL}.get)).path / "python"
    assets = {
        name: packaging.function_asset(name, configuration=configuration).path for name in names
    }
    work = {"": ([layer], CLIENT)}
    for name, asset in assets.items():
        work[f"{name} alone"] = ([asset, layer], HANDLER.format(name=name))
        work[name] = ([asset, layer], HANDLER.format(name=name) + FIRST_CLIENT)
    seconds: dict[str, list[float]] = {name: [] for name in work}
    memory_kb: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, (paths, statement) in work.items():
            taken, memory_kb[name] = _probe(paths, statement)
            seconds[name].append(taken)
    return [_result(name, asset, seconds, memory_kb, layer) for name, asset in assets.items()]


def _probe(paths: list[Path], statement: str) -> tuple[float, int]:
    script = PROBE.format(paths=[str(path) for path in paths], work=statement)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", script],
        env={"AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    taken, memory = done.stdout.split()
    return float(taken), int(memory)


def _result(
    name: str,
    asset: Path,
    seconds: Mapping[str, list[float]],
    memory_kb: Mapping[str, int],
    layer: Path,
) -> Result:
    alone = seconds[f"{name} alone"]
    return Result(
        f"import_ratio_{name}",
        ratio(seconds[name], seconds[""]),
        "times boto3's DynamoDB client",
        at_most=AT_MOST.get(name, AT_MOST_OTHERS),
        note=f"{_ms(seconds[name])} ms against {_ms(seconds[''])} ms; the import alone "
        f"{ratio(alone, seconds['']):.2f}, {_ms(alone)} ms; {memory_kb[name] / 1024:.0f} MB of "
        f"memory; asset {_kb(asset)} kB, layer {_kb(layer) / 1000:.1f} MB, unzipped",
    )


def _ms(seconds: list[float]) -> int:
    return round(statistics.median(seconds) * 1000)


def _kb(folder: Path) -> int:
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1000)
