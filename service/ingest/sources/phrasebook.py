"""prose.yaml, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from service.domain.claims import Kind, Rule


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Assertion(_Strict):
    """What a pattern that matches claims; the fields are explained at the head of prose.yaml."""

    property: str
    group: str | None = None
    kind: Kind | None = None
    each: bool = False
    reverse: bool = False
    value: bool | str = ""
    value_group: str | None = None
    subjects: str | None = None
    qualifiers: tuple[str, ...] = ()
    artifacts: str | None = None


class Pattern(_Strict):
    """A pattern of prose.yaml; one that is anchored matches at a region's start only."""

    rule: Rule
    scope: str
    regex: re.Pattern[str]
    claims: tuple[Assertion, ...]
    anchored: bool = False
    unless: str = ""
    after: tuple[str, ...] = ()
    with_dashes: bool = False


class Phrasebook(_Strict):
    """Every pattern, compiled.

    Attributes:
        artifacts: what a licence may cover, by the words for it.
        nature: 'is a PHRASE model'; purpose: 'is a model for', before a list of phrases.
        narrowed: what, after a list of phrases, takes back that the model can do them as such.
        ability: the verb right after the subject, before such a list; further_ability: a verb that
            is joined to the first; inability: a verb that is denied; none_of: what denies a list;
            that_can: 'is a model that supports'; preamble: 'tasks such as', before the list.
        maker: 'Acme released', before the model's name.
        stops: what ends the list.
    """

    patterns: tuple[Pattern, ...]
    artifacts: Mapping[str, str]
    nature: re.Pattern[str]
    purpose: re.Pattern[str]
    ability: re.Pattern[str]
    further_ability: re.Pattern[str]
    inability: re.Pattern[str]
    none_of: re.Pattern[str]
    preamble: re.Pattern[str]
    that_can: re.Pattern[str]
    stops: re.Pattern[str]
    origin_stops: re.Pattern[str]
    detour: re.Pattern[str]
    kinship: re.Pattern[str]
    maker: re.Pattern[str]
    narrowed: re.Pattern[str]
    clause_stops: re.Pattern[str]
    plain_openings: re.Pattern[str]
    openings: re.Pattern[str]
    participles: re.Pattern[str]
    trailing: frozenset[str]
    modalities: frozenset[str]


def _expand(regex: str, fragments: Mapping[str, str]) -> str:
    """Replace {NAME} by the fragment of that name, fragments within fragments first."""
    known = re.compile(r"\{([A-Z]+)\}")
    while known.search(regex):
        regex = known.sub(lambda match: fragments[match[1]], regex)
    return regex


@cache
def read_phrasebook() -> Phrasebook:
    raw = yaml.safe_load(
        files("service.ingest.sources").joinpath("prose.yaml").read_text(encoding="utf-8")
    )
    artifacts = {word: key for key, words in raw["artifacts"].items() for word in words}
    fragments = {**raw["fragments"], "NOUN": rf"(?:{'|'.join(artifacts)})\b"}
    patterns = [_pattern(entry, fragments) for entry in raw["patterns"]]
    return Phrasebook(
        patterns=tuple(patterns),
        artifacts=artifacts,
        origin_stops=re.compile(_expand(raw["origin_stops"], fragments)),
        detour=re.compile(raw["detour"]),
        kinship=re.compile(raw["kinship"]),
        maker=re.compile(_expand(raw["maker"], fragments)),
        narrowed=re.compile(raw["abilities"]["narrowed"]),
        clause_stops=re.compile(raw["clause_stops"]),
        plain_openings=re.compile(raw["plain_openings"]),
        openings=re.compile(f"{raw['plain_openings']}|{raw['other_openings']}"),
        participles=re.compile(_expand("{MADE}|{RELEASED}|{SHOWN}|{OFFERED}", fragments)),
        **_abilities(raw["abilities"]),
    )


def _pattern(entry: dict[str, Any], fragments: Mapping[str, str]) -> Pattern:
    text = _expand(entry.pop("regex"), fragments)
    rule = Rule(entry.pop("rule"), entry.pop("version", 1))
    regex = re.compile(text.removeprefix("^"))
    return Pattern(rule=rule, regex=regex, anchored=text.startswith("^"), **entry)


def _abilities(raw: Mapping[str, Any]) -> dict[str, Any]:
    nouns, verbs = "|".join(raw["nouns"]), "|".join(raw["verbs"])
    adverbs = f"(?:(?:{'|'.join(raw['adverbs'])}) )*"
    is_a = r" (?:is|was) (?:an?|the|one of the) "
    # Words of the same noun phrase: a preposition would lead to another thing.
    words = r"(?:(?!(?:of|for|on|from|to|with|around|based|in|by|behind)\b)[\w&/+-]+ )*?"
    return {
        "nature": re.compile(
            rf"{is_a}(?P<phrase>[\w][\w ,&/+-]*?) (?:{nouns})(?={raw['noun_ends']})"
        ),
        "purpose": re.compile(rf"{is_a}{words}(?:{nouns}) for "),
        "ability": re.compile(rf" {adverbs}(?P<verb>{verbs}) "),
        "further_ability": re.compile(rf"(?:,|,? and) {adverbs}(?P<verb>{verbs}) "),
        "inability": re.compile(rf"\b(?:{raw['negated']}) "),
        "none_of": re.compile(raw["none_of"]),
        "preamble": re.compile(raw["preamble"]),
        "that_can": re.compile(rf"{is_a}{words}(?:{nouns}) that {adverbs}(?:{verbs}) "),
        "stops": re.compile(raw["stops"]),
        "trailing": frozenset(raw["trailing"]),
        "modalities": frozenset(raw["modalities"]),
    }
