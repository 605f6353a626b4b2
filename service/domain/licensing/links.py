"""Links in licence labels, and the addresses at which licences are known to stand."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final
from urllib.parse import unquote

from service.domain.licensing.declared import declared
from service.domain.licensing.library import licenses

_MARKDOWN: Final = r"!?\[(?P<shown>[^\[\]]*)\]\(\s*<?(?P<target>[^()\s<>]+)>?[^()]*\)"
_HTML: Final = (
    r"<a\s(?=[^<>]*>)[^<>]*?href=[\"']?(?P<href>[^\"'\s<>]++)[^<>]*+>(?P<content>[^<>]*+)</a\s*>"
)
_BARE: Final = r"<?(?P<bare>\b(?:https?://|www\.)[^\s<>()\"'\]|,;]+)>?"
LINK: Final = re.compile(f"{_MARKDOWN}|{_HTML}|{_BARE}", re.IGNORECASE)

_SCHEME: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"(?:\.[a-z]{2}(?:-[a-z]{2})?)?\.(?:html?|txt|php|md|json)$")
_LISTED: Final = re.compile(
    r"(?:spdx\.org/licenses|opensource\.org/licenses?|choosealicense\.com/licenses)/(?P<name>[\w.+-]+)"
)
_GNU: Final = re.compile(
    r"(?:gnu\.org/(?:licenses|copyleft)|fsf\.org/licensing/licenses)(?:/old-licenses)?"
    r"/(?P<name>[al]?gpl|fdl)(?:-(?P<version>\d\.\d))?(?:-standalone)?"
)
_CREATIVE_COMMONS: Final = re.compile(
    r"creativecommons\.org/licenses/(?P<elements>[a-z-]+)/(?P<version>\d\.\d)(?:/(?P<place>[a-z]+))?"
)
_FILE: Final = re.compile(r"(?:.*/)?licen[cs]e[-_.](?P<name>[^/]+)")
_RAW: Final = re.compile(r"^raw\.githubusercontent\.com/([^/]+/[^/]+)/")
_BRANCH: Final = re.compile(r"/(?:raw|resolve|blob)/(?:refs/heads/)?")
_PAGE: Final = r"(?:licen[cs]es?|copying|readme|notice)"
_HOST: Final = r"(?:github\.com|gitlab\.com|huggingface\.co|codeberg\.org|bitbucket\.org)"
_SAYS_NOTHING: Final = re.compile(
    "|".join(
        (
            "",  # the page itself: "#license"
            rf"(?:\.{{1,2}}/)*{_PAGE}",
            rf"[^/]+/{_PAGE}",
            rf"{_HOST}/[^/]+/[^/]+(?:/(?:.+/)?{_PAGE})?",
        )
    )
)
_VERSION_HYPHEN: Final = re.compile(r"(?<=\d)-(?=\d+$)")
_LEGAL_CODE: Final = re.compile(r"/(?:legalcode|deed)(?:\.[a-z-]+)?$")


def name_at(address: str) -> str | None:
    """A name for the licence that stands at an address; None if the address is not known."""
    plain = _plain(address)
    if found := _CREATIVE_COMMONS.fullmatch(plain):
        return " ".join(("CC", found["elements"], found["version"], found["place"] or ""))
    if found := _GNU.fullmatch(plain):
        return f"{found['name']} {found['version'] or ''}"
    if found := _LISTED.fullmatch(plain):
        return _VERSION_HYPHEN.sub(".", found["name"])
    return _addresses().get(plain)


def name_of_file(address: str) -> str | None:
    """The name in that of a file, MIT of LICENSE-MIT; None if there is none."""
    found = _FILE.fullmatch(_plain(address))
    return found and found["name"]


def says_nothing(address: str) -> bool:
    """Whether an address is that of a project, or of its licence whichever that is."""
    return _SAYS_NOTHING.fullmatch(_plain(address)) is not None


def _plain(address: str) -> str:
    """What addresses of one page have in common."""
    path = _SCHEME.sub("", unquote(address)).casefold()
    path = re.split(r"[?#]", path, maxsplit=1)[0].rstrip("/.:")
    path = _RAW.sub(r"github.com/\1/blob/", _LEGAL_CODE.sub("", path))
    return _SUFFIX.sub("", _BRANCH.sub("/blob/", path)).rstrip("/")


@cache
def _addresses() -> dict[str, str]:
    """Names by address: of `names.yaml`, and where our texts say that one licence alone stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for expression, license_ in licenses().items():
        found[_plain(license_.texts["license"].url)].add(expression)
    alone = {plain: each.pop() for plain, each in found.items() if len(each) == 1}
    return {**alone, **declared().addresses}
