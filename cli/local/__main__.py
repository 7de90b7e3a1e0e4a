"""`python -m cli.local`, which is what `make run` and `make story` start."""

import sys

from cli.local import interrupts

if __name__ == "__main__":
    interrupts.install()
    try:
        from cli.local.run import main

        status = main()
    except interrupts.Interrupted as early:
        status = early.status
    sys.exit(status)
