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
ATTRIBUTES = ("place", "weather", "hour", "season", "subject", "mood", "style", "palette")

# Training. Every random choice of a step follows from the seed and the step's number.
SEED = 7
MAIN_STEPS = int(os.environ.get("LOCAVORE_STEPS", 1800))
SETTLE_STEPS = MAIN_STEPS * 2 // 9  # at the end: alike postcards are drawn together
STEPS = MAIN_STEPS + SETTLE_STEPS
BATCH = 128
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.05
WARM_UP = 100
AVERAGE = 1 - 20 / max(STEPS, 40)  # of the weights, over the last steps
SETTLE_RATE = 6e-4
ATTRIBUTE_WEIGHT = 0.25
ALIKE_WEIGHT = 20.0
# How much each attribute counts when two postcards are called alike.
ALIKE = {"place": 1.0, "weather": 1.0, "hour": 0.7, "season": 0.4, "subject": 1.0}
ALIKE |= {"mood": 0.4, "style": 0.8, "palette": 0.2}
SMALLEST_WINDOW = 0.86
PARTIAL_TEXTS = 0.15
TITLED_TEXTS = 0.1
EARLY_SIDE = 64  # smaller pictures at first: most is learnt at half the cost
EARLY_STEPS = int(MAIN_STEPS * 0.7)
CHECKPOINT_EVERY = 200
