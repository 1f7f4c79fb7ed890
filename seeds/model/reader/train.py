"""Trains the reader (pipeline/coding/reader.py) on the project's own labelled sentences (see README.md).

Belongs here: reading seeds/sentences and the examples of seeds/patterns, fine-tuning, cutting down, writing
weights.npz and vocab.txt. Not here: using the weights (pipeline/coding/reader.py), combining them with patterns
(pipeline/coding/coder.py).

    python seeds/model/reader/train.py --base FOLDER_OF_MINILM [--layers 4] [--epochs 4]

Needs torch and transformers, and the base model's files (all-MiniLM-L6-v2, Apache-2.0); nothing of that is needed to
run the reader.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

HERE = Path(__file__).parent
SEEDS = HERE.parents[1]
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
RANK = 128
HELD = "cdef"


def rows() -> list[dict[str, Any]]:
    """Every labelled row of seeds/sentences: text, source, target, cameo, also."""
    found = []
    for path in sorted((SEEDS / "sentences").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                found.append(json.loads(line))
    return found


def is_held(text: str) -> bool:
    """A quarter of the sentences, by the last hex digit of their SHA-256, is measured on and never trained on."""
    return hashlib.sha256(text.encode()).hexdigest()[-1] in HELD


def marked(row: dict[str, Any]) -> str:
    """The text with marks around both actors (pipeline/coding/reader.py does the same with offsets)."""
    text, spans = row["text"], []
    start = text.find(row["source"]) if row["source"] else -1
    if start >= 0:
        spans.append((start, start + len(row["source"]), MARKS[0], MARKS[1]))
    at = text.find(row["target"]) if row["target"] else -1
    if start >= 0 and start <= at < start + len(row["source"]):
        later = text.find(row["target"], start + len(row["source"]))
        at = later if later >= 0 else at
    if at >= 0:
        spans.append((at, at + len(row["target"]), MARKS[2], MARKS[3]))
    cuts = [(a, opening) for a, _, opening, _ in spans] + [(b, closing) for _, b, _, closing in spans]
    for position, mark in sorted(cuts, reverse=True):
        text = f"{text[:position]} {mark} {text[position:]}"
    return text


class Net(torch.nn.Module):
    """The first layers of the base model under factorised word vectors, and one layer that tells the codes."""

    def __init__(self, base: Any, layers: int, pieces: list[int], labels: int) -> None:
        super().__init__()
        self.bert = base
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        full = base.embeddings.word_embeddings.weight.detach()[pieces]
        u, s, v = torch.linalg.svd(full, full_matrices=False)
        self.words = torch.nn.Embedding(len(pieces), RANK)
        self.words.weight.data = u[:, :RANK] * s[:RANK].sqrt()
        self.widen = torch.nn.Linear(RANK, full.shape[1], bias=False)
        self.widen.weight.data = (s[:RANK].sqrt()[:, None] * v[:RANK]).T.contiguous()
        self.bert.embeddings.word_embeddings = torch.nn.Embedding(1, full.shape[1])
        self.drop = torch.nn.Dropout(0.1)
        self.out = torch.nn.Linear(3 * full.shape[1], labels)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, marks: tuple[int, int]) -> torch.Tensor:
        hidden = self.bert(inputs_embeds=self.widen(self.words(ids)), attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        mean = (hidden * weight).sum(1) / weight.sum(1)
        sides = [(hidden * (ids == mark).float().unsqueeze(-1)).sum(1) for mark in marks]
        return self.out(self.drop(torch.cat([mean, *sides], 1)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--extra", type=Path, help="further rows, JSON lines (the examples of seeds/patterns)")
    parser.add_argument("--words", type=Path, nargs="*", default=[], help="texts whose words the vocabulary keeps")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--all", action="store_true", help="train on the held quarter too (nothing is measured)")
    asked = parser.parse_args()
    torch.manual_seed(0)
    rng = random.Random(0)
    tokenizer = AutoTokenizer.from_pretrained(asked.base)
    tokenizer.add_special_tokens({"additional_special_tokens": list(MARKS)})
    data = rows()
    extra = [json.loads(line) for line in asked.extra.read_text("utf-8").splitlines()] if asked.extra else []

    # the vocabulary: pieces of the texts named and of the sentences, every single letter, frequent whole words
    known = tokenizer.get_vocab()
    kept = {known[m] for m in (*MARKS, "[CLS]", "[SEP]", "[PAD]", "[UNK]")}
    kept |= {i for p, i in known.items() if re.fullmatch(r"(##)?[!-~]", p)}
    kept |= {i for p, i in known.items() if re.fullmatch(r"[a-z]{3,}", p) and i < 16_000}
    texts = [row["text"] for row in data + extra] + [p.read_text("utf-8", "ignore") for p in asked.words]
    seen = {w for text in texts for w in re.findall(r"[^\W\d_]+|\d+", text)}
    for ids in tokenizer(sorted(seen), add_special_tokens=False)["input_ids"]:
        kept |= set(ids)
    pieces = sorted(kept)
    new = {old: k for k, old in enumerate(pieces)}
    unknown = new[known["[UNK]"]]
    print(len(pieces), "pieces")

    def encode(row: dict[str, Any]) -> list[int]:
        ids = tokenizer(marked(row), truncation=True, max_length=128)["input_ids"]
        return [new.get(i, unknown) for i in ids]

    codes = sorted({c for row in data + extra for c in (row["cameo"], *row.get("also", ()))})
    place = {c: k for k, c in enumerate(codes)}
    group = np.array([family(c) for c in codes])
    families = sorted(set(group))
    same = torch.tensor(np.array([[g == f for g in group] for f in families]), dtype=torch.float32)

    def wanted(row: dict[str, Any]) -> np.ndarray:
        goal = np.zeros(len(codes), np.float32)
        also = [c for c in row.get("also", ()) if c != row["cameo"]]
        goal[place[row["cameo"]]] = 0.75 if also else 1.0
        for c in also:
            goal[place[c]] += 0.25 / len(also)
        return goal

    items = [(encode(r), wanted(r), is_held(r["text"]) and not asked.all) for r in data]
    train = [(i, g) for i, g, held in items if not held] + [(encode(r), wanted(r)) for r in extra]
    held = [(i, g) for i, g, h in items if h]
    print(len(train), "to train on,", len(held), "held out,", len(codes), "codes", flush=True)
    net = Net(AutoModel.from_pretrained(asked.base), asked.layers, pieces, len(codes))
    marks = (new[known[MARKS[0]]], new[known[MARKS[2]]])
    size = 16
    steps = asked.epochs * (len(train) // size + 1)
    optimiser = torch.optim.AdamW(
        [{"params": [p for n, p in net.named_parameters() if not n.startswith("out")], "lr": 1.2e-4},
         {"params": net.out.parameters(), "lr": 1.5e-3}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.0, 1 - s / steps))

    def batch(chunk: list[Any]) -> tuple[torch.Tensor, torch.Tensor]:
        longest = max(len(x[0]) for x in chunk)
        ids = torch.tensor([x[0] + [0] * (longest - len(x[0])) for x in chunk])
        mask = torch.tensor([[1] * len(x[0]) + [0] * (longest - len(x[0])) for x in chunk])
        return ids, mask

    def measure() -> str:
        net.eval()
        right_code = right_family = 0
        with torch.no_grad():
            for k in range(0, len(held), 64):
                chunk = held[k : k + 64]
                p = net(*batch(chunk), marks).softmax(1)
                for row, (_, goal) in zip(p, chunk, strict=True):
                    right_code += bool(goal[int(row.argmax())] > 0)
                    best = families[int((same @ row).argmax())]
                    right_family += best in {group[k] for k in np.flatnonzero(goal)}
        net.train()
        return f"held out: family {right_family / max(1, len(held)):.3f} code {right_code / max(1, len(held)):.3f}"

    started = time.time()
    net.train()
    for epoch in range(asked.epochs):
        order = list(range(len(train)))
        rng.shuffle(order)
        chunks = []  # neighbours in length go together: less padding
        for k in range(0, len(order), size * 20):
            near = sorted(order[k : k + size * 20], key=lambda i: len(train[i][0]))
            chunks += [near[j : j + size] for j in range(0, len(near), size)]
        rng.shuffle(chunks)
        for chunk in chunks:
            picked = [train[i] for i in chunk]
            logs = torch.log_softmax(net(*batch(picked), marks), 1)
            goal = torch.tensor(np.array([g for _, g in picked]))
            goal = 0.95 * goal + 0.05 / len(codes)
            by_code = -(goal * logs).sum(1).mean()
            wide = torch.log(logs.exp() @ same.T + 1e-9)
            by_family = -((goal @ same.T) * wide).sum(1).mean()
            loss = 0.4 * by_code + by_family
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(epoch, f"{time.time() - started:.0f} s", measure() if held else "", flush=True)
    write(net, asked.out, [tokenizer.convert_ids_to_tokens(i) for i in pieces], codes)


def family(code: str) -> str:
    """The kind of deed that a code is of: its root, where 02 and 10, 09 and 11, 18 to 20 are one."""
    return {"10": "02", "09": "11", "19": "18", "20": "18"}.get(code[:2], code[:2])


def write(net: Net, folder: Path, pieces: list[str], codes: list[str]) -> None:
    """weights.npz: matrices as int8 with one scale a row, vectors as float16."""
    arrays: dict[str, Any] = {}

    def put(name: str, tensor: torch.Tensor) -> None:
        value = tensor.detach().numpy().astype(np.float32)
        if value.ndim == 1:
            arrays[name] = value.astype(np.float16)
            return
        scale = np.abs(value).max(1, keepdims=True) / 127 + 1e-12
        arrays[name] = np.round(value / scale).astype(np.int8)
        arrays[name + ".scale"] = scale[:, 0].astype(np.float32)

    put("words", net.words.weight)
    put("widen", net.widen.weight)
    embeddings = net.bert.embeddings
    put("positions", embeddings.position_embeddings.weight[:128] + embeddings.token_type_embeddings.weight[0])
    put("norm.weight", embeddings.LayerNorm.weight)
    put("norm.bias", embeddings.LayerNorm.bias)
    for k, layer in enumerate(net.bert.encoder.layer):
        own, out = layer.attention.self, layer.attention.output
        parts = {
            "query": own.query, "key": own.key, "value": own.value, "mix": out.dense, "mix_norm": out.LayerNorm,
            "rise": layer.intermediate.dense, "fall": layer.output.dense, "fall_norm": layer.output.LayerNorm,
        }
        for name, part in parts.items():
            put(f"{k}.{name}.weight", part.weight)
            put(f"{k}.{name}.bias", part.bias)
    put("out.weight", net.out.weight)
    put("out.bias", net.out.bias)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "weights.npz", **arrays)
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    (folder / "codes.txt").write_text("\n".join(c or "none" for c in codes) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
