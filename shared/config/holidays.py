"""Public holidays, as dates.

They are resolved when the stack is synthesised or a command runs. The deployed functions receive
only the dates, so Lambda does not need `holidays`.
"""

from collections.abc import Iterable
from datetime import date

import holidays
from holidays.registry import EntityLoader


def public_holidays(country: str, region: str | None, years: Iterable[int]) -> dict[date, str]:
    """The public holidays of a country, or of one of its regions, and their names, by date.

    A holiday and its day in lieu both count. Years that the library does not know have no holidays.

    Raises ValueError for an unknown country or region.
    """
    # Unlike `list_supported_countries`, this imports no country.
    if country not in EntityLoader.get_country_codes(include_aliases=True):
        raise ValueError(
            f"country: expected an ISO 3166-1 code in capitals such as 'DE', got {country!r}"
        )
    try:
        found = holidays.country_holidays(country, subdiv=region, years=set(years), expand=False)
    except NotImplementedError as error:
        regions = ", ".join(_regions(country)) or "none, leave it out"
        raise ValueError(
            f"region: expected one that {country} has ({regions}), got {region!r}"
        ) from error
    return dict(sorted(found.items()))


def differing_regions(country: str, years: Iterable[int]) -> list[str]:
    """The regions of a country whose holidays in these years differ from the national ones."""
    wanted = set(years)
    national = public_holidays(country, None, wanted)
    return [r for r in _regions(country) if public_holidays(country, r, wanted) != national]


def _regions(country: str) -> tuple[str, ...]:
    return tuple(getattr(holidays, country).subdivisions)


def part_day_holidays(country: str, region: str | None, years: Iterable[int]) -> dict[date, str]:
    """The holidays on which only a part of the day is free. They close nothing.

    Example: "Christmas Eve (from 7pm)" in South Australia.
    """
    entity = holidays.country_holidays(country, subdiv=region)
    if holidays.HALF_DAY not in entity.supported_categories:
        return {}
    found = holidays.country_holidays(
        country, subdiv=region, years=set(years), expand=False, categories=(holidays.HALF_DAY,)
    )
    return dict(sorted(found.items()))
