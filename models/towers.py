"""The three towers. All end in the same unit sphere, whose first 128 or 64 numbers may be used alone."""

import torch
from torch import nn

import settings as s


def unit(x):
    """Length one, written in operations that every runtime has."""
    return x * torch.rsqrt((x * x).sum(dim=-1, keepdim=True) + 1e-12)


class Block(nn.Module):
    """Two 3x3 convolutions and a shortcut."""

    def __init__(self, width_in, width_out, stride):
        super().__init__()
        self.first = nn.Conv2d(width_in, width_out, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width_out)
        self.second = nn.Conv2d(width_out, width_out, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width_out)
        self.shortcut = nn.Identity()
        if stride != 1 or width_in != width_out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(width_in, width_out, 1, stride, bias=False), nn.BatchNorm2d(width_out)
            )
        nn.init.zeros_(self.second_norm.weight)

    def forward(self, x):
        y = torch.relu(self.first_norm(self.first(x)))
        return torch.relu(self.second_norm(self.second(y)) + self.shortcut(x))


def stack(width, stages):
    """Residual stages, each of which halves both sides."""
    blocks = []
    for next_width, count in stages:
        for index in range(count):
            blocks.append(Block(width, next_width, 2 if index == 0 else 1))
            width = next_width
    return nn.Sequential(*blocks)


class PictureTower(nn.Module):
    """A plain residual net; mean and maximum pooling, so that a small subject is not averaged away."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, s.STEM_WIDTH, 3, 2, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(s.STEM_WIDTH)
        self.blocks = stack(s.STEM_WIDTH, zip(s.STAGE_WIDTHS, s.STAGE_BLOCKS))
        self.width = 2 * s.STAGE_WIDTHS[-1]
        self.project = nn.Linear(self.width, s.DIMENSIONS)
        self.locate = nn.Linear(s.STAGE_WIDTHS[-1], s.DIMENSIONS)

    def features(self, pixel_values):
        x = torch.relu(self.stem_norm(self.stem(pixel_values)))
        x = self.blocks(x)
        return x, torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1)

    def patches(self, x):
        return unit(self.locate(x.flatten(2).transpose(1, 2)).float())

    def forward(self, pixel_values):
        x, pooled = self.features(pixel_values)
        return unit(self.project(pooled).float()), self.patches(x)


class SoundTower(nn.Module):
    """A residual net over time and pitch; one vector for every 16 frames, and one for all."""

    def __init__(self):
        super().__init__()
        first, *rest = s.SOUND_WIDTHS
        self.stem = nn.Conv2d(1, first, 3, 2, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(first)
        self.blocks = stack(first, [(width, 1) for width in rest])
        bands = s.MEL_BANDS // s.FRAMES_PER_STEP
        self.gather = nn.Linear(rest[-1] * bands, s.DIMENSIONS)
        self.project = nn.Linear(2 * s.DIMENSIONS, s.DIMENSIONS)
        self.locate = nn.Linear(s.DIMENSIONS, s.DIMENSIONS)

    def forward(self, input_features):
        x = (input_features + 2.0) * 0.5  # logarithms of quiet and loud bands lie around -4.6 and 3
        x = self.blocks(torch.relu(self.stem_norm(self.stem(x))))
        x = torch.relu(self.gather(x.permute(0, 2, 1, 3).flatten(2)))
        pooled = torch.cat([x.mean(dim=1), x.amax(dim=1)], dim=1)
        return unit(self.project(pooled).float()), unit(self.locate(x).float())


class Layer(nn.Module):
    """One pre-norm transformer layer, with attention spelled out so that it exports plainly."""

    def __init__(self):
        super().__init__()
        self.attention_norm = nn.LayerNorm(s.TEXT_WIDTH)
        self.queries = nn.Linear(s.TEXT_WIDTH, s.TEXT_WIDTH)
        self.keys = nn.Linear(s.TEXT_WIDTH, s.TEXT_WIDTH)
        self.values = nn.Linear(s.TEXT_WIDTH, s.TEXT_WIDTH)
        self.merge = nn.Linear(s.TEXT_WIDTH, s.TEXT_WIDTH)
        self.hidden_norm = nn.LayerNorm(s.TEXT_WIDTH)
        self.widen = nn.Linear(s.TEXT_WIDTH, s.TEXT_HIDDEN)
        self.narrow = nn.Linear(s.TEXT_HIDDEN, s.TEXT_WIDTH)

    def heads(self, x):
        return x.view(x.shape[0], -1, s.TEXT_HEADS, s.TEXT_WIDTH // s.TEXT_HEADS).transpose(1, 2)

    def attend(self, x, bias):
        q, k, v = self.heads(self.queries(x)), self.heads(self.keys(x)), self.heads(self.values(x))
        scores = q @ k.transpose(2, 3) * (s.TEXT_WIDTH // s.TEXT_HEADS) ** -0.5 + bias
        mixed = torch.softmax(scores, dim=-1) @ v
        return self.merge(mixed.transpose(1, 2).reshape(x.shape[0], -1, s.TEXT_WIDTH))

    def forward(self, x, bias):
        x = x + self.attend(self.attention_norm(x), bias)
        hidden = torch.nn.functional.gelu(self.widen(self.hidden_norm(x)))
        return x + self.narrow(hidden)


class TextTower(nn.Module):
    """A small transformer; the mean over real tokens is the sentence."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(s.VOCABULARY, s.TEXT_WIDTH)
        self.positions = nn.Parameter(torch.randn(s.MAX_TOKENS, s.TEXT_WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(s.TEXT_LAYERS))
        self.norm = nn.LayerNorm(s.TEXT_WIDTH)
        self.project = nn.Linear(s.TEXT_WIDTH, s.DIMENSIONS)
        nn.init.normal_(self.words.weight, std=0.05)

    def forward(self, input_ids, attention_mask):
        mask = attention_mask.to(torch.float32)
        bias = ((mask - 1.0) * 10000.0)[:, None, None, :]
        x = self.words(input_ids) + self.positions[: input_ids.shape[1]]
        for layer in self.layers:
            x = layer(x, bias)
        weight = mask[:, :, None]
        pooled = (self.norm(x) * weight).sum(dim=1) / (weight.sum(dim=1) + 1e-6)
        return unit(self.project(pooled).float())


def count(module):
    return sum(p.numel() for p in module.parameters())
