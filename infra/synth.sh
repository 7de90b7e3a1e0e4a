#!/bin/sh
# What `cdk` runs (cdk.json, "app"). Installs what the app needs if it is not there yet, so that a
# plain `cdk deploy` works from a fresh checkout. Standard output belongs to the CDK.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV
if ! [ -e .venv/.project ]; then
	echo 'ReplyWatch: installing what the CDK app needs (make setup) …' >&2
	make --no-print-directory setup >&2
fi
PATH="$PWD/.venv/bin:$PWD/.tools/bin:$PATH"
export PATH
exec .venv/bin/python -m infra.app "$@"
