"""The sound tower's front end: logarithmic mel bands, the numbers of YAMNet's (Apache-2.0) with a wider hop."""

from functools import cache

import numpy as np

import settings as s


def to_mel(hertz):
    return 1127 * np.log(1 + np.asarray(hertz, np.float64) / 700)


@cache
def bands():
    """[bins, bands]: triangles that are linear in mel, of height one."""
    edges = np.linspace(to_mel(s.LOWEST_HZ), to_mel(s.HIGHEST_HZ), s.MEL_BANDS + 2)
    bins = to_mel(np.linspace(0, s.SAMPLE_RATE / 2, s.FFT_LENGTH // 2 + 1))[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    table = np.maximum(0, np.minimum(rising, falling))
    table[0] = 0
    return table.astype(np.float32)


@cache
def hann():
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(s.WINDOW_LENGTH) / s.WINDOW_LENGTH)).astype(np.float32)


def samples_for(frames):
    return (frames - 1) * s.HOP_LENGTH + s.WINDOW_LENGTH


def log_mel(samples):
    """float [samples] -> float32 [frames, bands]; the loudest sample is brought to one, within limits."""
    gain = min(1 / max(float(np.abs(samples).max(initial=0)), 1e-9), s.GREATEST_GAIN)
    frames = np.lib.stride_tricks.sliding_window_view(samples * np.float32(gain), s.WINDOW_LENGTH)[:: s.HOP_LENGTH]
    magnitude = np.abs(np.fft.rfft(frames * hann(), s.FFT_LENGTH)).astype(np.float32)
    return np.log(magnitude @ bands() + s.LOG_OFFSET)


def windows(samples):
    """float [samples] -> list of float32 [1, frames, bands], as the browser cuts a sound."""
    length, hop = samples_for(s.WINDOW_FRAMES), s.WINDOW_HOP * s.HOP_LENGTH
    starts = range(0, max(1, len(samples) - length + hop), hop)
    return [pad(log_mel(grown(samples[start : start + length])))[None] for start in starts]


def grown(samples):
    """At least one frame long."""
    return np.pad(samples, (0, max(0, s.WINDOW_LENGTH - len(samples))))


def pad(mel):
    """Whole steps, and never fewer than the tower takes; what is missing is silence."""
    wanted = max(s.LEAST_FRAMES, -(-len(mel) // s.FRAMES_PER_STEP) * s.FRAMES_PER_STEP)
    silence = np.full((wanted - len(mel), s.MEL_BANDS), np.log(s.LOG_OFFSET), np.float32)
    return np.concatenate([mel, silence])
