"""Batches that depend on the seed and the step alone, so a resumed run sees what it would have seen."""

import re
from types import SimpleNamespace

import numpy as np
import torch
from tokenizers import Tokenizer

import settings as s
from augment import change_pictures, choose_language, choose_text, cut_sound, inside_boxes, place_emoji
from cards import attribute_values, load_cards, read_shards, words
from photos import UNLABELLED, load_emoji, load_photos
from sounds import load_recordings, load_sounds

SEEN_EVENTS = ("lightning", "bird", "spout", "shooting-star")


def pair_moments(rows):
    """[pairs, 2] rows of one clip each: a moment with something to see, and one without."""
    quiet = {}
    for place, row in enumerate(rows):
        if row["name"] is None:
            quiet.setdefault(row["scene"]["seed"], []).append(place)
    shown = [(place, row["scene"]["seed"]) for place, row in enumerate(rows) if row["name"] is not None]
    return np.array([(place, other) for place, seed in shown for other in quiet.get(seed, [])])


PLURAL_OR_UNCOUNTED = re.compile(r"(?:[^s]s|wear|milk|juice|cream|yoghurt|cabbage|garlic|ginger)$", re.IGNORECASE)
KIND = {"clothing": ", a piece of clothing", "grocery": ", a grocery product"}


def call_photos(labels, set_of, random):
    """Every name in one of the wordings in which photographs are asked for: the name, a photo of it, and that with its kind."""
    wording = random.random()
    if wording < 0.5:
        return labels
    kinds = KIND if wording > 0.75 else {}
    return [f"a photo of {with_article(label)}{kinds.get(set_of[label], '')}" for label in labels]


def with_article(name):
    if PLURAL_OR_UNCOUNTED.search(name):
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


class Names:
    """What a person would call things, in one language drawn for each step."""

    def __init__(self):
        listed = words()
        self.attributes, self.events = listed["attributes"], listed["events"]
        self.heard = [name for name in self.events if name not in SEEN_EVENTS and name != "hop"]

    def prompts(self, language, random):
        """One wording for every value of every attribute that has words, and how many each attribute has."""
        texts, counts = [], []
        for attribute in s.NAMED:
            values = attribute_values()[attribute]
            table = self.attributes[language][attribute]
            texts += [table[value][int(random.integers(len(table[value])))] for value in values]
            counts.append(len(values))
        return texts, counts


class Outside:
    """Photographs, emoji and recordings; every part may be missing."""

    def __init__(self):
        self.photos, self.emoji = load_photos(), load_emoji()
        self.recordings, self.recording_labels = load_recordings()
        self.sound_labels = sorted(set(self.recording_labels))
        if self.photos is None:
            return
        rows = self.photos.rows
        self.usable = np.array(self.photos.training())
        kinds = np.array([f"{rows[i]['set']}/{rows[i]['label']}" for i in self.usable])
        _, kind, counts = np.unique(kinds, return_inverse=True, return_counts=True)
        self.rarity = counts[kind] ** -0.5  # rare classes are drawn oftener than their share, common ones still most
        self.sets = np.array([rows[i]["set"] for i in self.usable])
        self.labels = self.photos.labels()
        self.set_of = {rows[i]["label"].lower(): rows[i]["set"] for i in self.usable if rows[i]["label"]}
        self.coarse = sorted({rows[i]["coarse"].lower() for i in self.usable if rows[i]["coarse"]})
        views = self.photos.views
        self.views = np.ascontiguousarray(views[:])
        clutter = self.views[[i for i in self.usable if rows[i]["set"] == UNLABELLED], 0]
        edge = (s.PHOTO_SIDE - s.STORED_SIDE) // 2
        self.clutter = clutter[:, edge : edge + s.STORED_SIDE, edge : edge + s.STORED_SIDE]
        teacher = self.photos.teacher
        if teacher is not None:
            self.teacher = teacher.astype(np.float32)
            self.teacher -= self.teacher[self.usable, 0].mean(0)

    def chances(self, shares):
        """How likely each usable photograph is drawn; `shares` of the sets, each as (name, share), or none."""
        chance = self.rarity.copy()
        for name, share in shares:
            own = self.sets == name
            chance[own] *= share / max(chance[own].sum(), 1e-9)
        return chance / chance.sum()

    def number(self, names, key):
        """The place of each photograph's name in the list; -1 where it has none that is trained on."""
        places = {name: place for place, name in enumerate(names)}
        return np.array([places.get((row[key] or "").lower(), -1) for row in self.photos.rows])


class Feed:
    def __init__(self):
        self.cards, self.sounds = load_cards("train"), load_sounds("train-sounds")
        self.labels = [torch.from_numpy(self.cards.labels(name)) for name in s.ATTRIBUTES]
        self.moments, self.moment_rows = read_shards("moments")
        self.pairs = pair_moments(self.moment_rows)
        self.tokenizer = Tokenizer.from_file(str(s.CACHE / "tokenizer.json"))
        self.tokenizer.enable_truncation(s.MAX_TOKENS)
        self.names, self.outside = Names(), Outside()
        if self.outside.photos is not None:
            self.photo_labels = self.outside.number(self.outside.labels, "label")
            self.photo_coarse = self.outside.number(self.outside.coarse, "coarse")

    def batch(self, step):
        random = np.random.default_rng([s.SEED, step])
        leg, done = s.leg_of(step)
        side = s.EARLY_SIDE if done < leg.early * leg.steps else s.IMAGE_SIDE
        batch = SimpleNamespace(leg=leg, pictures=[], texts={}, language=choose_language(random))
        self.add_cards(batch, side, random)
        self.add_moments(batch, side, random)
        if self.outside.photos is not None:
            self.add_photos(batch, side, random)
            self.add_emoji(batch, side, random)
        self.add_sounds(batch, random)
        batch.pictures = torch.cat(batch.pictures).contiguous(memory_format=torch.channels_last)
        return batch

    def add_cards(self, batch, side, random):
        sounds, rest = batch.leg.sounds, batch.leg.cards - batch.leg.sounds
        sounding = random.permutation(len(self.sounds))[:sounds]
        others = random.permutation(len(self.cards) - len(self.sounds))[:rest] + len(self.sounds)
        chosen = np.concatenate([sounding, others])
        pictures, theta = change_pictures(self.cards.pictures[chosen], side, random)
        batch.pictures.append(pictures)
        batch.cards, batch.labels = chosen, [label[chosen] for label in self.labels]
        batch.inside = torch.from_numpy(inside_boxes(self.cards.boxes[chosen], theta, side // s.PIXELS_PER_PATCH))
        first = [choose_language(random) for _ in chosen]
        second = ["en" if code != "en" else s.LANGUAGES[int(random.integers(1, len(s.LANGUAGES)))] for code in first]
        for name, codes in (("first", first), ("second", second)):
            rows = zip(chosen, codes)
            batch.texts[name] = [choose_text(self.cards.texts[i], self.cards.titles[i], code, random) for i, code in rows]
        batch.texts["prompts"], batch.prompt_counts = self.names.prompts(batch.language, random)

    def add_moments(self, batch, side, random):
        chosen = self.pairs[random.integers(len(self.pairs), size=batch.leg.clips)].ravel()
        batch.pictures.append(change_pictures(self.moments[chosen], side, random)[0])
        batch.texts["seen"] = [self.names.events[name][batch.language] for name in SEEN_EVENTS]
        shown = [[self.moment_rows[i]["name"] == name for name in SEEN_EVENTS] for i in chosen]
        batch.shown = torch.tensor(shown, dtype=torch.float32)

    def add_photos(self, batch, side, random):
        outside = self.outside
        count, views = batch.leg.photos, batch.leg.views
        chosen = outside.usable[random.choice(len(outside.usable), count, p=outside.chances(views.shares))]
        view = (random.random(count) < views.parts).astype(int)
        raw = outside.views[chosen, view]
        batch.pictures.append(change_pictures(raw, side, random, views.smallest, True, views.light)[0])
        batch.photo_labels = torch.from_numpy(self.photo_labels[chosen])
        batch.photo_coarse = torch.from_numpy(self.photo_coarse[chosen])
        batch.texts["photos"] = call_photos(outside.labels, outside.set_of, random)
        batch.texts["coarse"] = outside.coarse
        batch.teacher, batch.photo_answers = None, None
        if outside.photos.teacher is not None:
            batch.teacher = torch.from_numpy(outside.teacher[chosen, view])
        if outside.photos.soft is not None and views.hard < 1:
            batch.photo_answers = torch.from_numpy(outside.photos.soft[chosen, view].astype(np.float32))

    def add_emoji(self, batch, side, random):
        emoji = self.outside.emoji
        order = random.permutation(len(emoji.names))[: batch.leg.emoji + batch.leg.rivals]
        placed = place_emoji(emoji.pictures[order[: batch.leg.emoji]], self.outside.clutter, random)
        batch.pictures.append(change_pictures(placed, side, random, s.SMALLEST_WINDOW, False, 1.0)[0])
        texts = []
        for i in order:
            name, *keywords = emoji.names[i][batch.language]
            texts.append(name if not keywords or random.random() < 0.75 else f"{name}, {random.choice(keywords)}")
        batch.texts["emoji"] = texts

    def add_sounds(self, batch, random):
        frames = int(random.choice([192, 256, 288]))
        sounding = batch.cards[: batch.leg.sounds]
        cut = [cut_sound(self.sounds.samples(i), frames, random) for i in sounding]
        batch.texts["heard"] = [self.names.events[name][batch.language] for name in self.names.heard]
        batch.moments = self.find_moments(sounding, cut)
        bands = [mel for mel, _, _ in cut]
        if self.outside.recordings:
            chosen = random.integers(len(self.outside.recordings), size=batch.leg.recordings)
            raw = [self.outside.recordings[i].astype(np.float32) / 32767 for i in chosen]
            bands += [cut_sound(samples, frames, random)[0] for samples in raw]
            labels = [self.outside.sound_labels.index(self.outside.recording_labels[i]) for i in chosen]
            batch.recording_labels = torch.tensor(labels)
            batch.texts["recordings"] = self.outside.sound_labels
        batch.bands = torch.from_numpy(np.stack(bands))

    def find_moments(self, cards, cut):
        """(sound, event's number, step) of every event that is heard in the part that was cut."""
        found, step_seconds = [], s.FRAMES_PER_STEP * s.HOP_LENGTH / s.SAMPLE_RATE
        for row, (card, (_, start, frames)) in enumerate(zip(cards, cut)):
            length = len(self.sounds.raw[card]) / s.SAMPLE_RATE
            for event in self.sounds.events[card]:
                step = int(((event["seconds"] - start) % length) / step_seconds)
                if step < frames // s.FRAMES_PER_STEP:
                    found.append((row, self.names.heard.index(event["name"]), step))
        return torch.tensor(found, dtype=torch.int64).reshape(-1, 3)
