#!/usr/bin/env bash
# Makes the embedded model from nothing: renders, trains, exports, quantises, evaluates.
#   bash models/train.sh            the shipped model
#   bash models/train.sh --quick    a smoke run of about a minute, kept away from the shipped files
# Run it again after an interruption: finished shards and the last checkpoint are kept.
# PYTHON names a Python that already has requirements.txt; without it a virtual environment is made.
set -euo pipefail
cd "$(dirname "$0")"

cards=16000
export LOCAVORE_CACHE="${LOCAVORE_CACHE:-$PWD/cache}"
if [[ "${1:-}" == "--quick" ]]; then
  cards=1500
  export LOCAVORE_CACHE="$LOCAVORE_CACHE/quick" LOCAVORE_STEPS=20
  export LOCAVORE_MODEL="$LOCAVORE_CACHE/model" LOCAVORE_PACK="$LOCAVORE_CACHE/no-pack"  # postcards alone
fi
mkdir -p "$LOCAVORE_CACHE"
# Threads that wait without spinning leave the cores to whoever else needs them.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}" OPENBLAS_NUM_THREADS=1

if [[ -z "${PYTHON:-}" ]]; then
  PYTHON="$PWD/cache/venv/bin/python"
  if [[ ! -f cache/venv/complete ]]; then
    python3 -m venv cache/venv
    "$PYTHON" -m pip install --quiet -r requirements.txt
    touch cache/venv/complete
  fi
fi

tsc="$PWD/../node_modules/.bin/tsc"
[[ -x "$tsc" ]] || { echo "install the workspace first (pnpm install): the generator is compiled with its tsc" >&2; exit 1; }
"$tsc" -p ../packages/postcards --outDir "$LOCAVORE_CACHE/postcards" \
  --composite false --incremental false --declaration false --declarationMap false --sourceMap false

node render.mjs "$LOCAVORE_CACHE/postcards/index.js" "$LOCAVORE_CACHE" "$cards"
"$PYTHON" photos.py
"$PYTHON" teach.py
"$PYTHON" soft_labels.py
[[ -f "$LOCAVORE_CACHE/tokenizer.json" ]] || "$PYTHON" make_tokenizer.py
"$PYTHON" train.py
"$PYTHON" export_onnx.py
"$PYTHON" quantise.py
"$PYTHON" write_manifest.py
"$PYTHON" evaluate.py
