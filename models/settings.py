"""Every number the recipe depends on, in one place."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("LOCAVORE_CACHE", HERE / "cache"))
MODEL = Path(os.environ.get("LOCAVORE_MODEL", HERE.parent / "packages" / "nano" / "model"))

MODEL_ID = "locavore-nano"
REVISION = "1"
DIMENSIONS = 128

# The picture tower sees the whole picture stretched to a square.
IMAGE_SIDE = 96
STORED_SIDE = 112  # rendered a little larger, so that training can shift and crop
MEAN = (0.5, 0.5, 0.5)
STD = (0.5, 0.5, 0.5)
BACKGROUND = (255, 255, 255)
STEM_WIDTH = 32
STAGE_WIDTHS = (32, 64, 112, 160)
STAGE_BLOCKS = (1, 1, 2, 2)

# The text tower.
VOCABULARY = 2048
MAX_TOKENS = 64
TEXT_WIDTH = 192
TEXT_HEADS = 4
TEXT_LAYERS = 2
TEXT_HIDDEN = 384
PAD, START, END = 0, 1, 2

# What a postcard is made of; the auxiliary heads and the purity figures use these.
ATTRIBUTES = ("place", "weather", "hour", "subject", "mood", "style")
