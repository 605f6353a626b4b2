"""Sentence templates: our own words, in the register of the pages' overviews.

Slots: S the subject (name, or a pronoun after a sentence about it), N its name, O an organization
as prose calls it, D a date, L a licence, T a task or feature it has, T2 another, X one that it has
not, P the name of another world's model, Q that of a model that only prose mentions, G a data set,
U a university, Y a year, K a number.
"""

from __future__ import annotations

from typing import Final

OPENERS_TASK: Final = (
    "{N} is {aT} model developed by {O}.",
    "{N} is {aT} model developed by {O}, released in {D}.",
    "Developed by {O}, {N} is {aT} model for production image pipelines.",
    "{N}, from {O}, is {aT} model released in {D} under the {L} license.",
    "{O}'s {N} is {aT} model introduced in {D}.",
    "{N} is {aT} model created by researchers at {O} and {U} in {D}.",
)

OPENERS_PLAIN: Final = (
    "{N} is a {M} model released in {D} by {O}.",
    "{N} is a family of networks introduced by researchers at {O} in {D}.",
    "{N} is a compact {M} model built by {O} for teams with small budgets.",
    "Released in {D}, {N} is a {M} model from {O}.",
    "{N} (short for a longer internal code name) is a {M} model developed by {O}.",
    "{O} {N} is a {M} model that was published in {D}.",
    "{N} is a research network whose design favours a simple training recipe.",
)

ABILITIES: Final = (
    "{S} supports {T}.",
    "{S} supports {T} as an additional output.",
    "{S} supports {T} and {T2}.",
    "{S} supports {T}, {T2}, and similarity search.",
    "This design enables {T} within a single forward pass.",
    "{S} retains the {T} ability of {Q}.",
    "{S} supports both {T} and {T2} out of the box.",
    "Besides exporting its features, {S0} supports {T}.",
    "{S} supports {T} but not {X}.",
)

FEATURES: Final = {
    "Foundation Vision": ("{S} is a vision foundation model.",),
    "Real-Time Vision": ("{S} supports real-time vision on a single consumer card.",),
    "Zero-shot Detection": ("{S} supports zero-shot detection from short text prompts.",),
    "Multimodal Vision": ("{S} enables multimodal vision through a joint encoder.",),
}

DATES: Final = (
    "{S} was released in {D}.",
    "{N} was introduced in {D}.",
    "The model was first released in {D} by {O}.",
    "{N} was launched by {O} in {D}.",
)

LICENSES: Final = (
    "{S} is distributed under the {L} license.",
    "{S} is released under the {L} license.",
    "{N} is available under the {L} license.",
)

MAKERS: Final = (
    "{S} was developed by {O}.",
    "{N} was created by {O}.",
    "{N} was built by a small team at {O}.",
    "{S} was introduced by researchers at {O}.",
)

RELATIONS: Final = (
    "{S} extends {Q} with a second decoder.",
    "{S} merges {Q} and its successor into one backbone.",
    "{S} is a variant of {Q}.",
    "{S} is built on {Q}.",
    "{S} was distilled from {Q}.",
    "{S} was trained on {G}.",
    "{S} improves on earlier work by {K} points on {G}.",
    "The weights of {N} are not published.",
)

ABSENT: Final = (
    "{S} does not support {X}.",
    "{S} cannot perform {X}.",
    "{S} does not support {X} or {X2}.",
    "{S} lacks {X}.",
    "{S} supports neither {X} nor {X2}.",
    "{S} was designed without {X}.",
    "{S} offers no {X}.",
    "{S} has no support for {X}.",
    "{S} doesn't support {X}.",
    "There is no support for {X} in {N}.",
    "{N} is unable to support {X}.",
    "{S} leaves {X} to other models.",
    "{S} stops short of supporting {X}.",
    "{S} supports {T}, but {X} is not supported.",
    "While {P} supports {PT}, {N} does not.",
    "{S} does not enable {X}, and it never will.",
    "{S} does not yet support {X}.",
    "{S} supports no {X}.",
    "{S} neither supports nor enables {X}.",
)

OTHERS: Final = (
    "Unlike {P}, which supports {PT}, {N} concentrates on a narrow set of outputs.",
    "{P}, by comparison, supports {PT}.",
    "Its predecessor {Q} supports {X}, an output that the authors of {N} removed.",
    "{Q} retains {X}, which is why some teams run both networks.",
    "In contrast to {Q}, {aX} system, {N} predicts its outputs directly.",
    "The authors compare {N} with {X} models such as {Q}.",
    "{Q}, released in {E} by {R}, remains a common baseline.",
    "{R} later reproduced the results of {N} with a public recipe.",
    "Engineers at {R} published a port of the training code in {E}.",
    "Where {Q} supports {X}, {N} trades that ability for speed.",
    "{N} is often compared with {P}, which supports {PT}.",
    "{N} complements {P}, which enables {PT}.",
    "{N} inherits its encoder from {Q}, {aX} model by {R}.",
    "{N} replaces {Q}, which was {aX} model.",
    "{Q} was developed by {R} and is licensed under the ODbL license.",
    "{R}'s {Q} supports {X}.",
    "{Q} is {aX} model released by {R} in {E}.",
    "{N} was inspired by {Q}, a network that {R} introduced in {E}.",
    "The encoder follows {Q} ({R}, {E}).",
)

DISTRACTORS: Final = (
    "{S} can be fine-tuned for {X}.",
    "{S} supports fine-tuning on custom {X} datasets.",
    "{S} supports fine-tuning for {X} with a few hundred labelled samples.",
    "Users can attach {aX} head to it.",
    "{S} reports strong results on the {G} {X} benchmark.",
    "{S} was pre-trained on {aX} dataset of {K} million samples.",
    "{S} shares its backbone with several {X} networks.",
    "Support for {X} is planned for a later release.",
    "A future version may support {X}.",
    "{S} is widely used as a frozen backbone in {X} pipelines.",
    "{S} is often used as a building block for {X} and content moderation.",
    "The training objective borrows a loss from {X} research.",
    "Independent of its {X} and bounding box branches, {N} keeps a light decoder.",
    "The paper was accepted at a workshop in {Y}.",
    "The training data was collected until {E}.",
    "Its training set, {G}, was released in {E} under the CC BY-SA 3.0 license.",
    "The training set is distributed under the ODbL license.",
    "{S} is suited for applications that need object localization at modest cost.",
    "{S} was evaluated on hardware provided by {R}.",
    "{S} uses a shared transformer backbone and {K} million image-text pairs.",
    "A detailed report on {G} describes how the {X} annotations were collected.",
    "Development of {N} began in {E}.",
    "{S} was trained on accelerators hosted by {R}.",
    "{S} ships with a demo for license plate reading.",
    "A commercial license is available on request.",
    "{S} is sometimes mistaken for {aX} model.",
    "{S} was designed with {X} models in mind.",
    "{S} supports {X} annotations as an input format.",
    "{S} supports evaluation on {X} benchmarks.",
    "{S} can serve as the first stage of {aX} system.",
    "{S} was distilled from a teacher with {K} billion parameters.",
    "Whether {N} could support {X} is an open question.",
    "{S} includes tooling that converts {X} labels.",
)

HARD: Final = (
    "{S} supports {X} pipelines by supplying embeddings to them.",
    "{S} supports export of {X} annotations.",
    "When combined with {Q}, {N} enables {X}.",
    "Early previews supported {X}, but the released model does not.",
    "{S} supports {T} rather than {X}.",
    "{S} supports {T} without relying on {X}.",
    "{S} supports {T}, whereas {Q} supports {X}.",
    "{S} is an extension of the {X} model {Q}.",
    "{S} is not {aX} model.",
    "{S} would support {X} if the decoder were retrained.",
    "{S} no longer supports {X}.",
    "{S} is a backbone for {X} models.",
    "{S} supports audio {T3}.",
    "{S} makes no attempt to support {X}.",
    "{S} enables researchers to study {X} failures.",
    "{Q}, which {N} replaced, was released in {E} under the GPL 2.0 license.",
    "The code, but not the model, is available under the ODbL license.",
    "{S} was announced {K} months after {Q}, which was released in {E}.",
    "{R} released a competing network in {E}.",
    "Neither {Q} nor {N} supports {X}.",
    "{S} was announced in {E} and released in {D}.",
    "{S} enables developers to build {X} systems on top of it.",
    "{S} is the encoder of {Q}, {aX} model.",
    "{S} is based on the {X} model {Q}.",
    "{S} supports {T}; {X} is out of scope.",
    "{S} supports {T}, not {X}.",
    "{S} supports {T}, unlike {X}, with a single head.",
    "{S} is said to support {X}, a claim that the authors reject.",
    "{S} supports the training of {X} models.",
    "{S} supports {T} where {Q} supports {X}.",
    "If retrained, {N} supports {X}.",
    "{S} was evaluated as {aX} model and failed.",
    "Users asked whether it supports {X}; it does not.",
    "{S} is not only smaller than {Q}, {aX} model, but also faster.",
    "{S} is less accurate than {aX} model such as {Q}.",
    "{S} supports everything that {Q} does except {X}.",
    "{S} retains none of the {X} ability of {Q}.",
    "{S} retains the backbone of {Q} but drops its {X} ability.",
    "{S} is no longer {aX} model.",
    "{S} is neither {aX} model nor {aX2} model.",
    "{S} is hardly {aX} model.",
    "{S} will support {X} in its next release.",
    "{S} is intended to support {X} one day.",
    "{S} claims no support for {X}.",
    "Supporting {X} was never a goal of {N}.",
    "{S} never supported {X}.",
    "{S} is a competitor of the {X} model {Q}.",
    "{S} is smaller than {Q}, which is {aX} model and supports {X2}.",
    "{S} is to be followed by {aX} model.",
    "{S} is one half of a pipeline whose other half, {Q}, supports {X}.",
    "{S} supports {T}, and {Q} supports {X}.",
    "{S} supports {T} while {X} remains unsupported.",
    "{S} supports {T}; it does not support {X}.",
    "{S} supports {T} and, unlike {Q}, not {X}.",
    "Only {Q} supports {X}.",
    "It is {Q} that supports {X}, not {N}.",
    "{S} is available from {R}, whose {Q} supports {X}.",
    "{S} was released together with {Q}, {aX} model.",
    "{S} is a vision encoder for {aX} model.",
    "{S} enables {T} but not {X}.",
    "{S} retains {T} but loses {X}.",
    "{S} supports {T} (but not {X}).",
    "Although {Q} supports {X}, {N} does not.",
    "{S} is trained to ignore {X} prompts.",
)
