"""What sentences about a model say, by patterns that prose.yaml declares.

A pattern is tried only where the sentence's subject is the model itself: its name, or a pronoun
after a sentence that had the model as its subject. What a sentence says of anything else is not
read; a statement that is missed leaves a cell UNKNOWN, one that is misread would make it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from service.domain.claims import Claim, Kind, Ref, Rule, Value
from service.domain.grammar import parse_date
from service.ingest.sources.passages import Passage
from service.ingest.sources.phrasebook import Assertion, Pattern, read_phrasebook
from service.ingest.sources.sentences import MOST_SENTENCES, Author, Sentence, read_sentences

__all__ = ["Author", "read_prose"]

_ABILITY: Final = Rule("prose.ability")
_NATURE: Final = Rule("prose.nature")
_MODALITY: Final = Rule("prose.modality")
_MAKER: Final = Rule("prose.maker")
_POSSESSIVE: Final = Rule("prose.possessive")
_ALIAS: Final = Rule("prose.alias")
_SUMMARY: Final = Rule("prose.summary")

_LIST: Final = re.compile(
    r"(?!, (?:Inc|Corp|Ltd|LLC|Co)\b)"
    r"(?:,? and (?:by )?(?:researchers (?:at|from) )?|,? as well as |, |"
    r" (?:together )?with (?:researchers from )?)"
)
_ITEM: Final = re.compile(
    r"(?:the )?(?:(?P<vendor>[^()]+?)['’]s? (?:the )?)?(?P<name>[^()]+?)(?: \((?P<alias>[^()]+)\))?"
)
_PHRASES: Final = re.compile(r",? and |,? or |,? nor |,? as well as |, ")
_LEADING: Final = re.compile(r"(?:both|either|the|an?|its|their|full|native)\s")
_PREPOSITION: Final = re.compile(r" (?:of|for|from|in|to|on|with|by) ")
_OWNED: Final = re.compile(r"^[A-Z][\w.+-]*(?: [A-Z][\w.+-]*)*['’]s? ")


@dataclass(frozen=True, slots=True)
class _Item:
    """One part of a list of names, and where it stands in the sentence."""

    name: str
    vendor: str | None
    alias: str | None
    start: int
    end: int


def read_prose(author: Author, paragraphs: Sequence[Passage]) -> Iterator[Claim]:
    """Every claim that the paragraphs of one overview make, in the order of the text."""
    sentences = islice(read_sentences(author, paragraphs), MOST_SENTENCES)
    for number, sentence in enumerate(sentences):
        claims = _Claims(author, sentence)
        if number == 0 and sentence.is_about_model:
            yield claims.summary()
        yield from claims.read()


class _Claims:
    """The claims of one sentence."""

    def __init__(self, author: Author, sentence: Sentence) -> None:
        self._author = author
        self._sentence = sentence
        self._model = Ref(Kind.MODEL, author.model)

    def summary(self) -> Claim:
        """The sentence as a whole."""
        text = self._sentence.text
        return self._claim(_SUMMARY, "summary", text, 0, len(text))

    def read(self) -> Iterator[Claim]:
        ends: dict[str, int] = {}
        for pattern in read_phrasebook().patterns:
            before = [ends[rule] for rule in pattern.after if rule in ends]
            if pattern.unless in ends or (pattern.after and not before):
                continue
            for match in self._matches(pattern, min(before, default=0)):
                ends.setdefault(pattern.rule.name, match.end())
                for assertion in pattern.claims:
                    yield from self._assert(pattern, assertion, match)
        if self._sentence.maker is not None:
            yield from self._made_by(self._sentence.maker)
        elif self._sentence.is_about_model:
            yield from self._vendor()
            yield from self._nature()
            yield from self._abilities()

    def _matches(self, pattern: Pattern, after: int) -> Iterator[re.Match[str]]:
        """Where a pattern matches; of what it says of an origin, the first alone is the model's."""
        for begin, end in self._sentence.regions(pattern.scope, dashes=pattern.with_dashes):
            start = max(begin, after)
            if pattern.anchored or pattern.scope == "origin":
                seek = pattern.regex.match if pattern.anchored else pattern.regex.search
                if match := seek(self._sentence.text, start, end):
                    yield match
                    return
            else:
                yield from pattern.regex.finditer(self._sentence.text, start, end)

    def _assert(
        self, pattern: Pattern, assertion: Assertion, match: re.Match[str]
    ) -> Iterator[Claim]:
        start, end = match.span()
        if assertion.group is None and assertion.value_group is None:
            yield self._claim(pattern.rule, assertion.property, assertion.value, start, end)
            return
        if assertion.subjects:
            phrase = match[assertion.value_group or ""]
            for item in _items(match, assertion.subjects) if phrase else ():
                subject = Ref(Kind.MODEL, item.name)
                yield self._claim(pattern.rule, assertion.property, phrase, start, end, subject)
            return
        group = assertion.group or ""
        if assertion.kind is None:
            value = _typed(assertion.property, match[group])
            if value is not None:
                yield self._claim(pattern.rule, assertion.property, value, start, end)
            return
        yield from self._assert_entities(pattern, assertion, assertion.kind, match)

    def _assert_entities(
        self, pattern: Pattern, assertion: Assertion, kind: Kind, match: re.Match[str]
    ) -> Iterator[Claim]:
        start, end = match.span()
        items = _items(match, assertion.group or "", each=assertion.each)
        names = {group: match[group] for group in assertion.qualifiers if match[group]}
        for position, item in enumerate(items):
            if item.name == self._author.model or not self._is_name(kind, item.name):
                continue
            qualifiers = dict(names)
            if kind is Kind.ORGANIZATION:
                qualifiers["role"] = "developer" if position == 0 else "contributor"
            other = Ref(kind, item.name)
            subject, value = (other, self._model) if assertion.reverse else (self._model, other)
            for narrowed in _for_each_artifact(assertion, match, qualifiers):
                yield self._claim(
                    pattern.rule, assertion.property, value, start, end, subject, narrowed
                )
            yield from self._item_asides(kind, item)

    def _is_name(self, kind: Kind, name: str) -> bool:
        """An organization in lower case counts only where the organization row has it."""
        plain = kind is Kind.ORGANIZATION and name == name.lower()
        return not plain or any(
            cell.startswith(name) or cell.endswith(name) for cell in self._author.vendors
        )

    def _item_asides(self, kind: Kind, item: _Item) -> Iterator[Claim]:
        """What the naming itself says: `Meta's Segment Anything Model (SAM)`."""
        named = Ref(kind, item.name)
        if item.vendor and kind is Kind.MODEL:
            vendor = Ref(Kind.ORGANIZATION, item.vendor)
            yield self._claim(
                _POSSESSIVE,
                "organization",
                vendor,
                item.start,
                item.end,
                named,
                {"role": "developer"},
            )
        if item.alias and kind is Kind.ORGANIZATION:
            parent = Ref(kind, item.alias)
            yield self._claim(
                _ALIAS,
                "organization",
                parent,
                item.start,
                item.end,
                qualifiers={"role": "parent"},
            )
        elif item.alias and " " not in item.alias:
            yield self._claim(_ALIAS, "alias", item.alias, item.start, item.end, named)

    def _made_by(self, maker: re.Match[str]) -> Iterator[Claim]:
        """`Acme and Zenith released Foo`: the sentence's subject."""
        for position, item in enumerate(_items(maker, "organizations")):
            role = "contributor" if position else "developer"
            organization = Ref(Kind.ORGANIZATION, item.name)
            end = self._sentence.predicate_start
            yield self._claim(
                _MAKER, "organization", organization, 0, end, qualifiers={"role": role}
            )

    def _vendor(self) -> Iterator[Claim]:
        """`OpenAI CLIP is`, `Meta's Mask R-CNN is`: the vendor before the name."""
        vendor = self._sentence.vendor
        if vendor is not None:
            start, end = vendor
            name = Ref(Kind.ORGANIZATION, self._sentence.text[start:end])
            end_of_subject = self._sentence.predicate_start
            yield self._claim(
                _POSSESSIVE,
                "organization",
                name,
                start,
                end_of_subject,
                qualifiers={"role": "developer"},
            )

    def _nature(self) -> Iterator[Claim]:
        """`is a unified vision foundation model`, `is a model for object detection`."""
        for start, end in self._sentence.regions("main"):
            match = read_phrasebook().nature.match(self._sentence.text, start, end)
            if match is None:
                continue
            if _PREPOSITION.search(match["phrase"]):
                continue
            yield from self._modality(match)
            for phrase, _ in _phrases(match, "phrase"):
                if phrase.casefold() in read_phrasebook().modalities:
                    continue
                yield self._capability(_NATURE, match.start(), (phrase, match.end()))
        for start, end in self._sentence.regions("main"):
            match = read_phrasebook().purpose.match(self._sentence.text, start, end)
            if match is not None:
                yield from self._list_abilities(match, match.end(), end, _NATURE)

    def _modality(self, match: re.Match[str]) -> Iterator[Claim]:
        words = match["phrase"].casefold().split()
        several = "," in match["phrase"] or "and" in words
        if words and not several and words[-1] in read_phrasebook().modalities:
            yield self._claim(_MODALITY, "modality", words[-1], *match.span())

    def _abilities(self) -> Iterator[Claim]:
        if not self._sentence.opens_plainly:
            return
        text, book = self._sentence.text, read_phrasebook()
        for start, end in self._sentence.regions("main"):
            first = book.ability.match(text, start, end)
            for verb in (first, *book.further_ability.finditer(text, start, end)):
                if verb is not None:
                    none_of = book.none_of.match(text, verb.end(), end)
                    begin = none_of.end() if none_of else verb.end()
                    yield from self._list_abilities(
                        verb, begin, end, _ABILITY, polarity=none_of is None
                    )
            for verb in book.inability.finditer(text, start, end):
                yield from self._list_abilities(verb, verb.end(), end, _ABILITY, polarity=False)
        match = book.that_can.match(text, self._sentence.predicate_start)
        if match is not None:
            end = self._sentence.clause_end(match.end())
            yield from self._list_abilities(match, match.end(), end, _ABILITY)

    def _list_abilities(
        self, verb: re.Match[str], start: int, end: int, rule: Rule, *, polarity: bool = True
    ) -> Iterator[Claim]:
        preamble = read_phrasebook().preamble.match(self._sentence.text, start, end)
        start = preamble.end() if preamble else start
        stop = read_phrasebook().stops.search(self._sentence.text, start, end)
        listed = re.compile(r"(?P<phrases>.*)").match(
            self._sentence.text, start, stop.start() if stop else end
        )
        tail = " " + self._sentence.text[listed.end() :].lstrip() if listed else ""
        if listed is None or (polarity and read_phrasebook().narrowed.match(tail)):
            return
        for phrase in _phrases(listed, "phrases", owned="retain" in verb[0]):
            begin = verb.start("verb") if "verb" in verb.re.groupindex else verb.start()
            yield self._capability(rule, begin, phrase, polarity=polarity)

    def _capability(
        self, rule: Rule, start: int, phrase: tuple[str, int], *, polarity: bool = True
    ) -> Claim:
        text, end = phrase
        return self._claim(rule, "capability", text, start, end, polarity=polarity)

    def _claim(
        self,
        rule: Rule,
        key: str,
        value: Value,
        start: int,
        end: int,
        subject: Ref | None = None,
        qualifiers: Mapping[str, str] | None = None,
        *,
        polarity: bool = True,
    ) -> Claim:
        """A claim whose quote is the sentence's text[start:end], without the space around it."""
        span = self._sentence.passage.piece(start, end).whole
        return Claim(
            subject=subject or self._model,
            property=key,
            value=value,
            span=span,
            quote=self._author.text[span.start : span.end],
            rule=rule,
            polarity=polarity,
            qualifiers=dict(qualifiers or {}),
        )


def _for_each_artifact(
    assertion: Assertion, match: re.Match[str], qualifiers: Mapping[str, str]
) -> Iterator[Mapping[str, str]]:
    """The qualifiers, once for each artifact that a licence is said to cover."""
    if assertion.artifacts is None:
        yield qualifiers
        return
    words = re.findall(r"\w+", match[assertion.artifacts].lower())
    known = read_phrasebook().artifacts
    for artifact in dict.fromkeys(known[word] for word in words if word in known):
        yield {**qualifiers, "artifact": artifact}


def _typed(key: str, text: str) -> Value | None:
    return parse_date(text) if key == "release_date" else text


def _items(match: re.Match[str], group: str, *, each: bool = True) -> Iterator[_Item]:
    """The parts of a list, each with its vendor, name and alias."""
    text, offset = match[group], match.start(group)
    starts = [0, *(cut.end() for cut in _LIST.finditer(text))] if each else [0]
    ends = [*(cut.start() for cut in _LIST.finditer(text)), len(text)] if each else [len(text)]
    for start, end in zip(starts, ends, strict=True):
        item = _ITEM.fullmatch(text[start:end].strip())
        if item is not None and item["name"]:
            yield _Item(item["name"], item["vendor"], item["alias"], offset + start, offset + end)


def _phrases(match: re.Match[str], group: str, *, owned: bool = False) -> Iterator[tuple[str, int]]:
    """The parts of a list of phrases, bare, each with its end in the sentence.

    Args:
        owned: whether another model's ability counts: what is retained was another's before.
    """
    text, offset = match[group], match.start(group)
    start = 0
    for cut in (*_PHRASES.finditer(text), None):
        end = cut.start() if cut else len(text)
        part = text[start:end].strip()
        phrase = _bare(part)
        if phrase and (owned or not _OWNED.match(part)):
            yield phrase, offset + len(text[:end].rstrip())
        start = cut.end() if cut else end


def _bare(phrase: str) -> str:
    """Without articles, a possessor, and a noun such as 'ability' at the end."""
    phrase = _LEADING.sub("", _OWNED.sub("", _LEADING.sub("", phrase, count=1)), count=1)
    words = phrase.split()
    while words and words[-1] in read_phrasebook().trailing:
        words.pop()
    return " ".join(words)
