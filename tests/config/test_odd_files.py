"""Valid files are read however they are written."""

import pytest

from shared.config import configuration_file
from tests import builders

POLICY = '[[policies]]\nname = "p"\nfirst_response = "1h"\n'
ON_CALL = '[rotations.r]\npeople = ["ada"]\nstarts = '
ACCOUNTS = 'accounts = [{ channel = "x", id = "1" }]\n'
FILE = builders.toml(POLICY)

WRITTEN = {
    "a byte order mark": "\ufeff" + FILE,
    "lines of Windows": FILE.replace("\n", "\r\n"),
    "both": "\ufeff" + FILE.replace("\n", "\r\n"),
    "tabs": FILE.replace("\n", "\n\t"),
    "no last line break": FILE.rstrip(),
    "single quotes": FILE.replace('"', "'"),
    "quoted keys": FILE.replace("name", '"name"'),
    "spaces in headers": FILE.replace("[[policies]]", "[[ policies ]]"),
    "quotes in comments": FILE.replace("name", "# \u201cthe name\u201d\u00a0\nname"),
    "policies first": POLICY + builders.toml(),
    "dotted keys": f'brand.name = "B"\nbrand.mail_from = "a@example.com"\n{ACCOUNTS}',
    "tables in lines": f'brand = {{ name = "B", mail_from = "a@example.com" }}\n{ACCOUNTS}'
    'policies = [{ name = "p", first_response = 60 }]',
    "empty lists": f"{FILE}channels = []",
}
TABLES = {
    "a list of several lines": POLICY + 'steps = [\n  { at = "due" },  # a\n  "1h after",\n]',
    "a text of several lines": POLICY + 'source = """\nname = "x"\n"""',
    "steps as tables": POLICY + '[[policies.steps]]\nat = "1 %"\n[[policies.steps]]\nat = "due"',
    "any script": POLICY.replace('"p"', '"苦情 für Zoë"'),
    "a date in quotes": 'zone = "UTC"\nabsent = [{ from = "2026-12-24", to = 2026-12-24 }]',
    "a date as a time": f"{ON_CALL}2026-11-30",
    "a time with a space": f"{ON_CALL}2026-11-30 09:00:00",
    "a time in quotes": f'{ON_CALL}"2026-11-30T09:00"',
    "numbers in other forms": "[alerts]\nsms_per_hour = 0x0A\nsms_per_month = 1_000",
    "empty tables": "[privacy]\n[alerts]\n[segments]\n[automated]\n[events]\n[intents]",
    "an alias of a zone": '[calendars.o]\nzone = "CET"\nmonday = "00:00-24:00"',
    "a date in a line": '[calendars.o]\nzone = "UTC"\ndates = { 2026-12-24 = "09:00-12:00" }',
}
TEXTS = WRITTEN | {name: builders.toml(table) for name, table in TABLES.items()}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_valid_file_is_read_however_it_is_written(tmp_path, text):
    (tmp_path / "replywatch.toml").write_bytes(text.encode())
    assert configuration_file.read(tmp_path / "replywatch.toml").accounts
