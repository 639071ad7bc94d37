"""Every number the recipe depends on, in one place."""

import os
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("LOCAVORE_CACHE", HERE / "cache"))
MODEL = Path(os.environ.get("LOCAVORE_MODEL", HERE.parent / "packages" / "nano" / "model"))

MODEL_ID = "locavore-nano"
REVISION = "4"
DIMENSIONS = 256
CUTS = (256, 128, 64)  # Matryoshka: the first numbers of a vector are a vector of their own
CUT_WEIGHTS = (0.5, 0.25, 0.25)

# The picture tower sees the whole picture stretched to a square.
IMAGE_SIDE = 112
STORED_SIDE = 128  # kept a little larger, so that training can shift and crop
PHOTO_SIDE = 144  # photographs: as many pixels as the smaller side of most has
MEAN = (0.5, 0.5, 0.5)
STD = (0.5, 0.5, 0.5)
BACKGROUND = (255, 255, 255)
STEM_WIDTH = 32
STAGE_WIDTHS = (64, 128, 256)
STAGE_BLOCKS = (1, 2, 2)
GRID = 7  # patches to a side
PIXELS_PER_PATCH = IMAGE_SIDE // GRID

# The sound tower sees logarithmic mel bands of 20 milliseconds each.
SAMPLE_RATE = 16_000
WINDOW_LENGTH = 400
HOP_LENGTH = 320
FFT_LENGTH = 512
MEL_BANDS = 64
LOWEST_HZ, HIGHEST_HZ = 125.0, 7500.0
LOG_OFFSET = 0.01
GREATEST_GAIN = 30.0
FRAMES_PER_STEP = 16
WINDOW_FRAMES, WINDOW_HOP, LEAST_FRAMES = 288, 144, 48
SOUND_WIDTHS = (24, 48, 96, 160)

# The text tower.
VOCABULARY = 8192
MAX_TOKENS = 64
TEXT_WIDTH = 256
TEXT_HEADS = 4
TEXT_LAYERS = 2
TEXT_HIDDEN = 512
PAD, START, END = 0, 1, 2

# What a postcard is made of; prompts name these, and the purity figures use them.
ATTRIBUTES = ("place", "weather", "hour", "season", "subject", "mood", "style", "palette")
NAMED = ("place", "weather", "hour", "season", "subject", "mood", "style")  # those that have words
LANGUAGES = ("en", "zh", "es", "fr", "de", "pt", "it", "ru", "ja", "ko", "ar", "hi")
LANGUAGE_SHARES = (0.26, 0.14) + (0.06,) * 10
# Photographs, emoji and sounds from outside; without the folder the recipe runs on postcards alone.
PACK = Path(os.environ.get("LOCAVORE_PACK", HERE.parent.parent / "shared" / "training"))
HELD_OUT_SHARE = 0.08

# Training. Every random choice of a step follows from the seed and the step's number.
SEED = 7
EARLY_SIDE = 64  # smaller pictures at first: most is learnt at a third of the cost


@dataclass(frozen=True)
class PhotoViews:
    """How photographs are drawn and changed in a leg."""

    smallest: float = 0.6  # of each side that a crop keeps
    parts: float = 0.25  # seen in part, where the rest is seen whole
    light: float = 1.8  # strength of changes of light, where postcards have 1
    shares: tuple = ()  # of the sets; empty: as many as their classes' roots
    hard: float = 1.0  # of the wanted answer that is the name alone; the rest is the teacher's, see soft_labels.py
    weight: float = 1.0  # of the photographs' parts of the loss, over WEIGHTS


@dataclass(frozen=True)
class Leg:
    """A part of training: its length, how much of it sees small pictures, its learning rate, and what a batch holds."""

    steps: int
    early: float
    learning_rate: float
    cards: int  # postcards
    sounds: int  # of them, with their sound
    photos: int
    emoji: int
    rivals: int  # further names of emoji to tell them from
    clips: int  # of each a moment with something to see and one without
    recordings: int = 4  # sounds from outside
    views: PhotoViews = PhotoViews()


# Postcards of every medium first; then photographs, of which there are few and which need many views at full size; then those
# that are hard, nearly as they will be met, with what the teacher takes them for.
HARD = PhotoViews(0.75, 0.15, 1.2, (("caltech101", 0.5), ("clothing", 0.33), ("grocery", 0.14), ("caltech-clutter", 0.03)), 0.35, 2.0)
LEGS = (
    Leg(3450, 0.65, 2e-3, cards=48, sounds=20, photos=144, emoji=24, rivals=112, clips=4),
    Leg(2800, 0.0, 1.2e-3, cards=32, sounds=16, photos=208, emoji=12, rivals=72, clips=6),
    Leg(1900, 0.0, 1e-3, cards=28, sounds=10, photos=232, emoji=10, rivals=48, clips=4, views=HARD),
)
WITHOUT = set(filter(None, os.environ.get("LOCAVORE_WITHOUT", "").split(",")))  # for ablations: what to leave out
if "LOCAVORE_STEPS" in os.environ:  # a shorter run, for a try or an ablation: mostly small pictures, few photographs
    SHORT = Leg(int(os.environ["LOCAVORE_STEPS"]), 0.85, 2e-3, cards=48, sounds=8, photos=64, emoji=12, rivals=40, clips=2)
    LEGS = (SHORT,)
if "LOCAVORE_LAST_STEPS" in os.environ:  # a shorter last leg, from a checkpoint of the one before
    plain = {"opinions": {"hard": 1.0}, "shares": {"shares": ()}, "mildness": {"smallest": 0.6, "parts": 0.25, "light": 1.8}}
    views = replace(HARD, **{key: value for name in WITHOUT for key, value in plain.get(name, {}).items()})
    LEGS = (*LEGS[:-1], replace(LEGS[-1], steps=int(os.environ["LOCAVORE_LAST_STEPS"]), views=views))
STEPS = sum(leg.steps for leg in LEGS)
LEG_ENDS = tuple(accumulate(leg.steps for leg in LEGS))
SETTLE_SHARE = 1 / 6  # at the end of a leg: alike postcards are drawn together
WEIGHT_DECAY = 0.05
WARM_UP = 100
AVERAGE = 1 - 40 / max(STEPS, 80)  # of the weights, over the last steps
if "LOCAVORE_LAST_STEPS" in os.environ:  # else so short a leg would be all warm-up, and its average what was before it
    WARM_UP, AVERAGE = 20, 1 - 1 / 25
CHECKPOINT_EVERY = 200
# What each part of the loss counts.
WEIGHTS = {
    "pair": 1.0, "languages": 0.3, "names": 0.25, "words": 0.1, "photos": 1.0, "coarse": 0.3, "teacher": 4.0, "emoji": 0.7,
    "sound": 0.7, "heard": 0.1, "recordings": 0.2, "steps": 0.3, "patches": 0.4, "moments": 0.4, "hushed": 0.4, "alike": 20.0,
}
WEIGHTS |= {name: 0.0 for name in WITHOUT & WEIGHTS.keys()}
# How much each attribute counts when two postcards are called alike.
ALIKE = {"place": 1.0, "weather": 1.0, "hour": 0.7, "season": 0.4, "subject": 1.0}
ALIKE |= {"mood": 0.4, "style": 0.8, "palette": 0.2}
SMALLEST_WINDOW = 0.86  # of a postcard's side that a training crop keeps
PADDED_SOUNDS = 0.3  # share of sounds that end in the filling of a last window
PARTIAL_TEXTS = 0.15
TITLED_TEXTS = 0.1


def leg_of(step):
    """The leg a step belongs to, and how many of its steps are done."""
    for leg in LEGS:
        if step < leg.steps:
            return leg, step
        step -= leg.steps
    return LEGS[-1], LEGS[-1].steps
