"""Runs the teacher over every view of every photograph once; training only reads what it said."""

import os
import sys

import numpy as np
import onnxruntime
import torch
from torch.nn import functional

import settings as s
from photos import FOLDER, load_photos

TEACHER = s.PACK / "teachers" / "mobilenet" / "mobilenet_v2_1.0_224.onnx"
SIDE = 224


def run_teacher(session, pictures):
    pixels = torch.from_numpy(pictures.astype(np.float32)).permute(0, 3, 1, 2) / 127.5 - 1
    large = functional.interpolate(pixels, (SIDE, SIDE), mode="bilinear", align_corners=False)
    return session.run(["embedding"], {"input": large.numpy()})[0].astype(np.float16)


def main():
    target, photos = FOLDER / "teacher.npy", load_photos()
    if photos is None or target.exists() or not TEACHER.exists():
        return
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("LOCAVORE_THREADS", 2))
    session = onnxruntime.InferenceSession(str(TEACHER), options, providers=["CPUExecutionProvider"])
    flat = photos.views.reshape(-1, *photos.views.shape[2:])
    said = []
    for start in range(0, len(flat), 64):
        said.append(run_teacher(session, flat[start : start + 64]))
        if start % 6400 == 0:
            print(f"teacher: {start} of {len(flat)} views", file=sys.stderr, flush=True)
    np.save(target, np.concatenate(said).reshape(*photos.views.shape[:2], -1))


if __name__ == "__main__":
    main()
