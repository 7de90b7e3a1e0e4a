"""Seconds that `cdk synth` takes for production, after everything was built once."""

import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bench.results import Result
from cli.local.deploy import BUILD, CDK, ROOT, cdk_environment

RUNS = 3


def measure() -> list[Result]:
    """Runs it as `make check` does: with cdk-nag and the CDK's validation. The note gives the time
    without the validation, as in the local run."""
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        _synth(Path(folder), validation=True)  # builds the layer and the assets
        checked = [_synth(Path(folder), validation=True) for _ in range(RUNS)]
        quick = [_synth(Path(folder), validation=False) for _ in range(RUNS)]
    return [
        Result(
            "synth_s",
            statistics.median(checked),
            "s",
            note=f"without the CDK's validation {statistics.median(quick):.1f} s",
        )
    ]


def _synth(folder: Path, *, validation: bool) -> float:
    environment = cdk_environment("http://127.0.0.1:1")
    if validation:
        del environment["CDK_VALIDATION"]
    command = ["node", str(CDK), "--no-notices", "synth", "--quiet", "-c", "stage=production"]
    begun = time.monotonic()
    subprocess.run(
        [*command, "--output", str(folder / "cdk")],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    return time.monotonic() - begun
