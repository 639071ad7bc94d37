"""Trains the three towers from random weights. Resumes from the last checkpoint; prints one line now and then."""

import math
import os
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

import losses
import settings as s
from feed import SEEN_EVENTS, Feed
from towers import PictureTower, SoundTower, TextTower, count

CHECKPOINT = s.CACHE / "checkpoint.pt"
TEACHER_FEATURES = 1280
BUCKET = 128
SUBJECT = s.NAMED.index("subject")


class Towers(nn.Module):
    """The towers, and what is dropped at export: temperatures, and the map into the teacher's space."""

    def __init__(self):
        super().__init__()
        self.picture, self.sound, self.text = PictureTower(), SoundTower(), TextTower()
        self.teach = nn.Linear(self.picture.width, TEACHER_FEATURES)
        self.log_scales = nn.ParameterDict(
            {name: nn.Parameter(torch.tensor(math.log(start))) for name, start in (("pair", 14.0), ("names", 14.0), ("place", 10.0))}
        )
        self.absent = nn.Parameter(torch.tensor(-5.0))

    def scale(self, name):
        return self.log_scales[name].clamp(max=math.log(60)).exp()


def encode_texts(towers, tokenizer, texts):
    """All texts of a step at once, in buckets of alike length so that little is padding."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    parts = []
    for start in range(0, len(order), BUCKET):
        chosen = [rows[i] for i in order[start : start + BUCKET]]
        ids = np.full((len(chosen), max(map(len, chosen))), s.PAD, np.int64)
        for row, each in enumerate(chosen):
            ids[row, : len(each)] = each
        ids = torch.from_numpy(ids)
        parts.append(towers.text(ids, (ids != s.PAD).long()))
    return torch.cat(parts)[torch.from_numpy(np.argsort(order))]


def encode(towers, tokenizer, batch):
    """Every embedding of a step by name."""
    leg = batch.leg
    with torch.autocast("cpu", dtype=torch.bfloat16):
        grid, pooled = towers.picture.features(batch.pictures)
        image = functional.normalize(towers.picture.project(pooled).float(), dim=1)
        patches = towers.picture.patches(grid[: leg.cards])
        sound, steps = towers.sound(batch.bands)
        text = encode_texts(towers, tokenizer, [each for texts in batch.texts.values() for each in texts])
    made, start = {}, 0
    for name, texts in batch.texts.items():
        made[name], start = text[start : start + len(texts)], start + len(texts)
    shown = leg.cards + 2 * leg.clips
    sizes = [leg.cards, 2 * leg.clips] + ([leg.photos, leg.emoji] if len(image) > shown else [])
    pictures = dict(zip(("cards", "moments", "photo", "emoticon"), image.split(sizes)))
    heard = {"sounds": sound[: leg.sounds], "recorded": sound[leg.sounds :], "steps": steps[: leg.sounds]}
    return {**made, **pictures, **heard, "patches": patches, "pooled": pooled[shown:][: leg.photos]}


def postcard_losses(towers, batch, e, settling):
    pair, names, place = (towers.scale(name) for name in ("pair", "names", "place"))
    two = lambda a, b: losses.at_every_cut(lambda x, y: losses.contrast(x, y, pair), a, b)
    named = lambda x: losses.name_attributes(x, e["prompts"], batch.prompt_counts, batch.labels, names)
    start = sum(batch.prompt_counts[:SUBJECT])
    subjects = e["prompts"][start : start + batch.prompt_counts[SUBJECT]]
    subject = batch.labels[SUBJECT]
    boxed = batch.inside.any(1)
    middles = losses.middle_of(e["patches"], batch.inside)
    parts = {
        "pair": (two(e["cards"], e["first"]) + two(e["cards"], e["second"])) / 2,
        "languages": losses.contrast(e["first"], e["second"], pair),
        "names": named(e["cards"]),
        "words": named(e["first"]),
        "patches": losses.find_one(e["patches"], subjects[subject], batch.inside, place)
        + losses.choose(middles, subjects, torch.where(boxed, subject, -1), names),
    }
    parts["moments"] = losses.present(e["moments"], e["seen"], batch.shown, names, towers.absent)
    parts["moments"] = parts["moments"] + losses.tell_pairs(e["moments"], e["seen"], batch.shown, names)
    if settling:
        wanted = losses.likeness(batch.labels)
        parts["alike"] = losses.draw_together(e["cards"], wanted) + losses.draw_together(e["first"], wanted)
    return parts


def sound_losses(towers, batch, e):
    pair, names, place = (towers.scale(name) for name in ("pair", "names", "place"))
    heard = batch.leg.sounds
    labels = [label[:heard] for label in batch.labels]
    two = lambda a, b: losses.at_every_cut(lambda x, y: losses.contrast(x, y, pair), a, b)
    parts = {
        "sound": (two(e["sounds"], e["first"][:heard]) + two(e["sounds"], e["cards"][:heard].detach())) / 2,
        "heard": losses.name_attributes(e["sounds"], e["prompts"], batch.prompt_counts, labels, names),
    }
    row, event, step = batch.moments.unbind(1)
    near = torch.arange(e["steps"].shape[1])
    inside = (near >= step[:, None]) & (near <= step[:, None] + 1)
    found = losses.find_one(e["steps"][row], e["heard"][event], inside, place)
    parts["steps"] = found + losses.choose(losses.middle_of(e["steps"][row], inside), e["heard"], event, names)
    # What can only be seen is not heard, so that a clip's two lines may be laid over each other.
    parts["hushed"] = losses.present(e["steps"].flatten(0, 1), e["seen"], None, names, towers.absent)
    if "recordings" in e:
        parts["recordings"] = losses.choose(e["recorded"], e["recordings"], batch.recording_labels, names)
    return parts


def outside_losses(towers, batch, e):
    if "photo" not in e:
        return {}
    pair, names = towers.scale("pair"), towers.scale("names")
    each = lambda a, b, target: losses.at_every_cut(lambda x, y: losses.choose(x, y, target, names), a, b)
    views = batch.leg.views
    called = lambda x, y: losses.answer(x, y, batch.photo_labels, batch.photo_answers, views.hard, names)
    known = batch.photo_answers is not None
    parts = {
        "photos": losses.at_every_cut(called, e["photo"], e["photos"]) if known else each(e["photo"], e["photos"], batch.photo_labels),
        "coarse": losses.choose(e["photo"], e["coarse"], batch.photo_coarse, names),
    }
    if batch.teacher is not None:
        parts["teacher"] = losses.imitate(towers.teach(e["pooled"].float()), batch.teacher)
    own = torch.arange(batch.leg.emoji)
    back = functional.cross_entropy(pair * e["emoji"][: batch.leg.emoji] @ e["emoticon"].t(), own)
    parts["emoji"] = 0.7 * each(e["emoticon"], e["emoji"], own) + 0.3 * back
    return parts


def schedule(step):
    """In every leg a warm-up, then a cosine down to a hundredth."""
    leg, done = s.leg_of(step)
    warm = min(1.0, (done + 1) / s.WARM_UP)
    return leg.learning_rate * warm * (0.505 + 0.495 * math.cos(math.pi * done / leg.steps))


def make_optimiser(towers):
    decayed = [p for n, p in towers.named_parameters() if p.ndim > 1 and "words" not in n and "positions" not in n]
    chosen = {id(p) for p in decayed}
    plain = [p for p in towers.parameters() if id(p) not in chosen]
    groups = [{"params": decayed, "weight_decay": s.WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=s.LEGS[0].learning_rate, betas=(0.9, 0.98))


def take_step(towers, optimiser, feed, step, batch):
    e = encode(towers, feed.tokenizer, batch)
    leg, done = s.leg_of(step)
    parts = postcard_losses(towers, batch, e, done >= leg.steps * (1 - s.SETTLE_SHARE))
    parts |= sound_losses(towers, batch, e)
    parts |= outside_losses(towers, batch, e)
    more = {name: leg.views.weight for name in ("photos", "coarse", "teacher")}
    loss = sum(s.WEIGHTS[name] * more.get(name, 1.0) * part for name, part in parts.items())
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(towers.parameters(), 2.0)
    optimiser.step()
    return {name: part.item() for name, part in parts.items()}


def save(step, towers, average, optimiser):
    """Written beside and renamed, so that an interruption never leaves half a file."""
    state = {"step": step, "towers": towers.state_dict(), "average": average.state_dict()}
    state["optimiser"] = optimiser.state_dict()
    for name in ("picture", "sound", "text"):
        state[f"{name}_average"] = getattr(average.module, name).state_dict()
    partial = CHECKPOINT.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, CHECKPOINT)


def resume(towers, average, optimiser):
    if not CHECKPOINT.exists():
        return 0
    state = torch.load(CHECKPOINT, map_location="cpu", weights_only=True)
    towers.load_state_dict(state["towers"])
    average.load_state_dict(state["average"])
    optimiser.load_state_dict(state["optimiser"])
    print(f"resuming at step {state['step']}", flush=True)
    return state["step"]


def prepare():
    torch.manual_seed(s.SEED)
    torch.set_num_threads(int(os.environ.get("LOCAVORE_THREADS", 2)))
    towers = Towers().to(memory_format=torch.channels_last).train()
    average = AveragedModel(towers, multi_avg_fn=get_ema_multi_avg_fn(s.AVERAGE), use_buffers=True)
    sizes = ", ".join(f"{name} {count(getattr(towers, name)):,}" for name in ("picture", "sound", "text"))
    print(f"weights: {sizes}", flush=True)
    return towers, average, make_optimiser(towers)


def train():
    towers, average, optimiser = prepare()
    first = resume(towers, average, optimiser)
    if first >= s.STEPS:
        return
    feed, started, sums = Feed(), time.time(), Counter()
    ahead = ThreadPoolExecutor(1)  # makes the next batch while this one is learnt from
    coming = ahead.submit(feed.batch, first)
    for step in range(first, s.STEPS):
        batch, coming = coming.result(), ahead.submit(feed.batch, step + 1)
        for group in optimiser.param_groups:
            group["lr"] = schedule(step)
        sums.update(take_step(towers, optimiser, feed, step, batch))
        average.update_parameters(towers)
        done = step + 1
        if done % 25 == 0 or done == s.STEPS:
            seconds = (time.time() - started) / (done - first)
            shown = " ".join(f"{name} {total / (done % 25 or 25):.3f}" for name, total in sums.items())
            print(f"step {done} {seconds:.2f} s/step: {shown}", flush=True)
            sums.clear()
        if done % s.CHECKPOINT_EVERY == 0 or done in s.LEG_ENDS:
            save(done, towers, average, optimiser)
        if done in s.LEG_ENDS:
            shutil.copy(CHECKPOINT, CHECKPOINT.with_name(f"leg-{s.LEG_ENDS.index(done) + 1}.pt"))


if __name__ == "__main__":
    train()
