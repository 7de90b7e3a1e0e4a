"""`python -m cli.local`: what `make run` and `make story` start."""

import sys

from cli.local import signals

if __name__ == "__main__":
    signals.install()
    try:
        from cli.local.run import main

        status = main()
    except signals.Interrupted as interrupted:
        status = interrupted.status
    sys.exit(status)
