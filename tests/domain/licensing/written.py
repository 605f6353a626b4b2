"""Names of licences as sources write them, and what they mean."""

from __future__ import annotations

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
    "GPL (>= 2)": "GPL-2.0-or-later",
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
    "MIT or Apache License (== 2.0), at your option": "MIT OR Apache-2.0",
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
    "- mit\n- isc": (None, ["MIT AND ISC", "MIT OR ISC"]),
    '["mit","isc"]': (None, ["MIT AND ISC", "MIT OR ISC"]),
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
    *("free for research", "non-commercial", "CUDA", "public domain", "UNLICENSED", "NOASSERTION"),
    *("MIT-like", "MIT style", "modified MIT", "MIT?", "MIT*", "not MIT", "MIT with restrictions"),
    *("GPL 4.0", "llama 5", "CC BY 5.0", "CC BY-NC-SA-ND 4.0", "CC BY 3.0 FR", "Apache 3.0"),
    *("OR (ISC)", "MIT OR (AND) ISC", "((MIT) OR", "MIT (ISC) Zlib OR X11", ") MIT AND ISC ("),
    *("MIT Apache-2.0", "MIT AND", "AND", "OR MIT", "(MIT", "MIT)", "()", "MIT AND (ISC", "/"),
    *("MIT, ISC and Zlib or WTFPL", "GPL-3.0-only+", "Classpath-exception-2.0"),
    *("MIT WITH ISC", "Custom OR MIT", "MIT (code), CC-BY-4.0 (weights)", "BSD License for X"),
    *("LicenseRef-scancode-nonsense", "LicenseRef-scancode-unknown", "LicenseRef-"),
    *("https://example.org/LICENSE", "[Custom](https://opensource.org/licenses/MIT)"),
    *("https://opensource.org/licenses/alphabetical", "https://", "[]()", "Stable License"),
)
