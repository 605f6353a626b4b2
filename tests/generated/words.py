"""The words that worlds are made of: all invented, save licences, tasks and units."""

from __future__ import annotations

from typing import Final

STEMS: Final = (
    "Lumen", "Orbis", "Vantor", "Kestrel", "Pelion", "Marisol", "Tessera", "Ondine", "Halcyon",
    "Zephyr", "Corvid", "Sable", "Wren", "Fathom", "Glint", "Ibex", "Juniper", "Calyx", "Dovetail",
    "Ember", "Farrow", "Gannet", "Harrow", "Isobar", "Jolt", "Krill", "Larkspur", "Mistral-Eye",
    "Nacre", "Osprey", "Pylon", "Quartz", "Rill", "Skein", "Thicket", "Umbra", "Vellum", "Whorl",
    "Xylem", "Yarrow", "wrenflow", "pixelmoss", "DepthLoom", "MASK-o-Matic", "K2", "4M", "O1Net",
)  # fmt: skip

ENDINGS: Final = (
    "", "", "", " 2", " 2.1", "-X", "v8", " R-CNN", "-7B", " 13B", " [base]", " (large)", " Mini",
    " 1.5", "Net", "-3D", " S/16", " v0.3-beta", "++", " Pro 12", " & Friends", " 24",
)  # fmt: skip

STUBS: Final = (
    "Gorse Net", "Bramble-1", "TidePool", "Old Hollow", "Stonecrop", "PaleFire 3", "Weft", "Sedge",
    "Cairn-50", "Flume XL",
)  # fmt: skip

ORGANIZATIONS: Final = (
    "Nova", "Nova Labs", "NovaAI", "Meridian", "Meridian Research", "deepwell", "OpenLattice",
    "Open", "Institute of Visual Computing", "Brightwater University", "x.labs", "Kumo", "9Bits",
    "Tessel AI", "Tessel", "Helix & Co", "VertexWorks", "quantanaut", "Apple", "Meta", "Google",
    "OpenAI", "Microsoft Research", "Labs", "AI Foundry", "Sunlit Systems", "Tessel AI Labs",
)  # fmt: skip

CONFUSABLE: Final = (
    "Nova", "Nova Labs", "NovaAI", "Labs", "AI", "Open", "OpenAI", "OpenLattice", "Lattice",
    "Meta", "MetaMind", "Mind", "Tessel", "Tessel AI", "Tessel AI Labs", "LabsNova",
)  # fmt: skip
"""Organizations whose names, put side by side, read like each other's."""

PROSE_NAMES: Final = {
    "Meridian": "Meridian Vision Group",
    "deepwell": "Deepwell Analytics GmbH",
    "Kumo": "Kumo Perception Team",
    "VertexWorks": "Vertex Works Inc.",
    "Sunlit Systems": "the Sunlit perception group",
    "Google": "Google Brain",
}
"""How prose calls an organization, where its name differs from the tables'."""

UNIVERSITIES: Final = (
    "the University of East Harrow", "Norvale Technical University", "the Polytechnic of Aldmere",
)  # fmt: skip

LICENSES: Final = (
    "MIT", "MIT", "Apache 2.0", "Apache 2.0", "AGPL 3.0", "GPL 3.0", "LGPL 3.0", "BSD 3-Clause",
    "CC BY-NC 4.0", "CC BY 4.0", "Custom", "Custom", "Proprietary", "OpenRAIL-M",
    "Halcyon Community License 1.1", "Tessel Open Weights", "Non-Commercial", "Research Only",
    "MIT-Research", "Llama 3 Community",
)  # fmt: skip

CATEGORIES: Final = ("open", "open", "closed")
MODALITIES: Final = ("vision", "vision", "vision", "multimodal", "text", "audio", "video")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

PARAMETERS: Final = (
    "44.4M", "7B", "1.8B", "2.7M-62.8M", "86M-632M", "0.5B-72B", "110M", "13B", "3.2M", "350K",
    "1T", "7B-13B", "22.1M", "304M",
)  # fmt: skip
CONTEXTS: Final = ("128K", "8K", "200K", "1M", "32K", "4K", "77")
HARD_CONTEXTS: Final = ("8192", "4096", "512", "32,768", "131072")

OTHER_ROWS: Final = {
    "License URL": ("https://example.org/a", "https://example.org/b"),
    "Parameters (active)": ("3B", "12B", "21.5M"),
    "Input Size": ("640x640", "224x224", "1024x1024"),
    "Architecture": ("Transformer", "CNN", "Hybrid CNN-Transformer"),
    "Organization Type": ("lab", "university", "company"),
    "Release Date (weights)": ("Nov 2023", "Feb 2024", "2022"),
    "Training Data": ("OpenFields", "Marsh-2M", "in-house"),
    "Latency (T4)": ("4.2 ms", "11 ms"),
    "Languages": ("12", "95"),
}
"""Rows beside the seven, several of which begin like one of them."""

TASKS: Final = (
    "Object Detection", "Instance Segmentation", "Classification", "Keypoint Detection",
    "Image Embedding", "Image Similarity", "Image Tagging", "Zero Shot Segmentation",
    "Segmentation", "Semantic Segmentation", "Panoptic Segmentation", "OCR", "Image Captioning",
    "Visual Question Answering", "Depth Estimation", "Pose Estimation", "Object Tracking",
    "Phrase Grounding", "Text-to-Image", "3D Object Detection", "Video Classification",
    "Document Q&A", "Anomaly Detection", "Crop Counting", "Re-Identification",
    "Open Vocabulary Detection",
)  # fmt: skip

FEATURES: Final = (
    "Foundation Vision", "Real-Time Vision", "Zero-shot Detection", "Multimodal Vision",
    "Edge Deployment", "Streaming Input", "Tool Use", "Long Video", "Few-Shot Learning",
    "Multilingual Prompts",
)  # fmt: skip

DEMOS: Final = ("Demo (COCO)", "Demo (Objects365)", "Demo", "Demo (Marsh-2M)")
DATASETS: Final = ("OpenFields", "Marsh-2M", "Aldmere Street", "PebbleBench")
