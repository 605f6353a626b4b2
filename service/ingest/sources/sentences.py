"""Sentences of an overview, and what each is about.

A sentence is about the model where its subject is the model's name, or a pronoun after a sentence
that was. The parts of it that may be read:

- origin: what is said of how the model came to be, up to the first thing that is said of another;
- main: the main clause; predicate: all that follows the subject; sentence: all; own: all, where
  a possessive would be the model's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from service.ingest.sources.passages import Passage
from service.ingest.sources.phrasebook import read_phrasebook

_LONGEST: Final = 1_000
MOST_SENTENCES: Final = 200
"""Of one overview; no page has so many, and what follows them is not read."""

_LONGEST_OPENING: Final = 160
_END: Final = re.compile(r"(?<=[.!?])[\"”’)\]]?\s+(?=\S)")
_ABBREVIATION: Final = re.compile(r"\b(?:e\.g|i\.e|et al|vs|cf|approx|Dr|St|No|Fig)\.$")
_COMPANY: Final = re.compile(r"\b(?:Inc|Corp|Ltd|Co|LLC)\.$")
_DASH: Final = re.compile(r" [—–-] |—|: ")
_PRONOUN: Final = re.compile(r"(?:It|This|The (?:(?:final|new) )?model|This model)(?=\s)")
_POSSESSION: Final = re.compile(r"(?:Its|Their) ")
_RESULT: Final = re.compile(r"The (?:resulting|unified|combined|merged) model(?=\s)")
_MERGES: Final = re.compile(r" (?:merges|fuses|unifies|combines)\b")
_NAMES_ANOTHER: Final = re.compile(r"\b(?:of|with|into|for|by|to) (?:the )?[A-Z]")
_COPULA: Final = re.compile(r" (?:is|was) (?:an?|the|one of the) ")
_PASSIVE: Final = re.compile(
    r"(?:^|,? and|,)? (?:is|was|has been|are|were)(?: (?:first|originally|publicly|officially|also|"
    r"initially|freely|openly|currently|jointly))* (?=[a-z-]+)"
)
_VERB_AFTER_COMMA: Final = re.compile(
    r",(?= (?:is|was|has|can|supports|retains|enables|extends|merges|achieves|provides|combines)\b)"
)


@dataclass(frozen=True, slots=True)
class Author:
    """The context in which an overview is read.

    Attributes:
        text: the document.
        model: the name of the model that the overview is about.
        others: the names of the page's other models.
        vendors: what the page's organization row says; a vendor's name before the model's counts
            only where this row confirms it.
    """

    text: str
    model: str
    vendors: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        is_about_model: whether its subject is the model.
        predicate_start: where the subject ends; 0 where the subject is another.
        vendor: where a vendor's name stands before the model's.
        opening: end of a part before the subject ('Developed by X, '); 0 where there is none.
        apposition: a part set off by commas after the subject (', developed by X, ').
        maker: who made the model, where that is the sentence's subject ('Acme released X').
        follows_model: whether 'its' at the start is the model's.
    """

    passage: Passage
    is_about_model: bool
    predicate_start: int = 0
    vendor: tuple[int, int] | None = None
    opening: int = 0
    apposition: tuple[int, int] | None = None
    subject_start: int = 0
    maker: re.Match[str] | None = None
    follows_model: bool = False

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def opens_plainly(self) -> bool:
        """Whether the part before the subject leaves the main clause unconditional."""
        return not self.opening or bool(read_phrasebook().plain_openings.match(self.text))

    def clause_end(self, start: int) -> int:
        """Where the clause that begins at start gives way to a subordinate one."""
        stop = read_phrasebook().clause_stops.search(self.text, start)
        return stop.start() if stop else len(self.text)

    def regions(self, scope: str, *, dashes: bool = False) -> Iterator[tuple[int, int]]:
        """The parts of the sentence to which a pattern of that scope applies."""
        if scope == "sentence" or (scope == "own" and self.follows_model):
            yield 0, len(self.text)
        elif not self.is_about_model:
            return
        elif scope == "predicate":
            yield self.predicate_start, len(self.text)
        elif scope == "main":
            yield self.predicate_start, self._main_end(dashes=dashes)
        elif scope == "origin":
            yield from self._origins()

    def _main_end(self, *, dashes: bool) -> int:
        end = self.clause_end(self.predicate_start)
        dash = None if dashes else _DASH.search(self.text, self.predicate_start, end)
        return dash.start() if dash else end

    def _origins(self) -> Iterator[tuple[int, int]]:
        if self.opening and read_phrasebook().participles.match(
            self.text[:1].lower() + self.text[1:]
        ):
            yield 0, self._origin_end(0, self.opening)
        if self.apposition is not None:
            yield self.apposition[0], self._origin_end(*self.apposition)
        if self.maker is not None:
            yield self.maker.start("verb"), self._origin_end(self.predicate_start, len(self.text))
            return
        if copula := _COPULA.match(self.text, self.predicate_start):
            end = self._origin_end(self.predicate_start, len(self.text))
            if not self._leads_elsewhere(copula.end(), end):
                yield self.predicate_start, end
            return
        for passive in _PASSIVE.finditer(
            self.text, self.predicate_start, self._main_end(dashes=False)
        ):
            if read_phrasebook().participles.match(self.text, passive.end()):
                yield passive.end(), self._origin_end(passive.end(), len(self.text))
                return

    def _leads_elsewhere(self, start: int, end: int) -> bool:
        """Whether what is said of an origin is said of another thing: 'a port of X made by Y'."""
        origin = read_phrasebook().participles.search(self.text, start, end)
        if origin is None:
            return False
        between = self.text[start : origin.start()]
        return bool(read_phrasebook().detour.search(read_phrasebook().kinship.sub("", between)))

    def _origin_end(self, start: int, end: int) -> int:
        stop = read_phrasebook().origin_stops.search(self.text, start, end)
        return stop.start() if stop else end


def read_sentences(author: Author, paragraphs: Sequence[Passage]) -> Iterator[Sentence]:
    """The sentences of an overview, each with its subject."""
    reader = _Reader(author)
    for paragraph in paragraphs:
        reader.begin_paragraph()
        for passage in _split(paragraph):
            yield reader.read(passage)


def _split(paragraph: Passage) -> Iterator[Passage]:
    start = 0
    for end in _END.finditer(paragraph.text):
        before, after = paragraph.text[start : end.start()], paragraph.text[end.end()]
        company = _COMPANY.search(before) and after.islower()
        if not company and not _ABBREVIATION.search(before):
            yield paragraph.piece(start, end.start())
            start = end.end()
    yield paragraph.piece(start, len(paragraph.text))


def begins_with(author: Author, paragraph: Passage) -> int | None:
    """Where a paragraph's first sentence names the author's model as its subject, or None."""
    sentence = _Reader(author).read(next(_split(paragraph)))
    return sentence.subject_start if sentence.is_about_model else None


class _Reader:
    """Reads sentences one after the other, and keeps what pronouns refer to."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self._name = _subject_pattern(author)
        self._before: str | None = None
        self._is_near = False
        self._has_merged = False

    def begin_paragraph(self) -> None:
        """A paragraph of an overview may begin with a pronoun for its model."""
        self._before = ""
        self._is_near = True

    def read(self, passage: Passage) -> Sentence:
        sentence = replace(self._read(passage), follows_model=self._is_near)
        self._before = sentence.text if sentence.is_about_model else None
        is_possession = self._is_near and _POSSESSION.match(sentence.text) is not None
        self._is_near = sentence.is_about_model or is_possession
        if sentence.is_about_model and _MERGES.match(sentence.text, sentence.predicate_start):
            self._has_merged = True
        return sentence

    def _read(self, passage: Passage) -> Sentence:
        text = passage.text
        if len(text) > _LONGEST:
            return Sentence(passage, is_about_model=False)
        made = _read_maker(self._author, passage)
        if made is not None:
            return made
        for start in _possible_starts(text):
            match = self._name.match(text, start) or self._pronoun(text, start)
            if match is None or not _confirmed(match, self._author):
                continue
            if _is_longer(match, self._author):
                continue
            vendor = match.span("vendor") if match.groupdict().get("vendor") else None
            return replace(_about_model(passage, match.end(), vendor, start), subject_start=start)
        return Sentence(passage, is_about_model=False)

    def _pronoun(self, text: str, start: int) -> re.Match[str] | None:
        """A pronoun for the model; 'this' only where it can refer to nothing else."""
        if self._before is None:
            return None
        if self._has_merged and (result := _RESULT.match(text, start)):
            return result
        match = _PRONOUN.match(text, start)
        if match and match[0] == "This" and _NAMES_ANOTHER.search(self._before):
            return None
        return match


def _subject_pattern(author: Author) -> re.Pattern[str]:
    return re.compile(
        r"(?:The |the )?(?:(?P<vendor>[\w.&+-]+(?: [\w.&+-]+){0,3})(?:['’]s?)? )?"
        rf"{re.escape(author.model)}(?: \([^()]*\))?(?: model)?(?=,| [^A-Z0-9(\[])"
    )


def _read_maker(author: Author, passage: Passage) -> Sentence | None:
    """`Acme released Foo in May`: a sentence about the model whose subject is its maker."""
    maker = read_phrasebook().maker.match(passage.text)
    if maker is None or not passage.text.startswith(author.model, maker.end()):
        return None
    end = maker.end() + len(author.model)
    if not re.compile(r" [a-z(]|[,.]").match(passage.text, end):
        return None
    return Sentence(passage, is_about_model=True, predicate_start=end, maker=maker)


def _possible_starts(text: str) -> Iterator[int]:
    """The sentence's own start, and after a part before the main clause."""
    yield 0
    if read_phrasebook().openings.match(text):
        yield from (comma.end() for comma in re.finditer(", ", text[:_LONGEST_OPENING]))


def _confirmed(match: re.Match[str], author: Author) -> bool:
    """Whether what stands before the name is a vendor that the organization row also names."""
    vendor = match.groupdict().get("vendor")
    if vendor is None:
        return True
    return any(cell.startswith(vendor) or cell.endswith(vendor) for cell in author.vendors)


def _is_longer(match: re.Match[str], author: Author) -> bool:
    """Whether the name that stands there is another model's, of which this one's is a part."""
    at = match.string.find(author.model, match.start())
    return any(
        author.model in other and other in match.string[match.start() : at + len(other)]
        for other in author.others
    )


def _about_model(
    passage: Passage, subject_end: int, vendor: tuple[int, int] | None, opening: int
) -> Sentence:
    text, apposition = passage.text, None
    if text[subject_end : subject_end + 1] == ",":
        verb = _VERB_AFTER_COMMA.search(text, subject_end + 1)
        if verb is None:
            return Sentence(passage, is_about_model=False)
        apposition = (subject_end + 1, verb.start())
        subject_end = verb.end()
    return Sentence(passage, True, subject_end, vendor, opening, apposition)
