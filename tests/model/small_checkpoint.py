"""A checkpoint of Detoxify small enough to make here, laid out as the published ones are. Needs torch.

It knows nothing: its weights are what chance gave them. What is tested with it is that the pieces fit, offline.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from moderation.second_opinion import DetoxifyFiles

# As the file has them; Detoxify gives some of them other names.
CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
KINDS = {"toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"}
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = "you are so kind rude i like your dog cat nobody everybody likes today tell me more about it".split()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ALL_PIECES = [*SPECIAL, *WORDS, *(one for one in LETTERS if one not in WORDS), *(f"##{one}" for one in LETTERS)]
PLACES = 64


@dataclass(frozen=True)
class Family:
    """One of the kinds of net that checkpoints are published of."""

    net: Any
    config: Any
    tokenizer: str
    asks: tuple[str, ...]
    # Places that are never used, and kinds that it learned and does not name.
    taken: int = 0
    more: int = 0


FAMILIES = {
    "bert": Family(
        BertForSequenceClassification, BertConfig, "BertTokenizer", ("input_ids", "token_type_ids", "attention_mask")
    ),
    "roberta": Family(
        RobertaForSequenceClassification, RobertaConfig, "PreTrainedTokenizerFast", ("input_ids", "attention_mask"),
        taken=1, more=3,
    ),
}  # fmt: skip


def make(folder: Path, family: str = "bert", **size: int) -> DetoxifyFiles:
    """A file and the folder beside it. Inside, as in the published ones, stands the name of a model on a hub.

    `size`: fields of the configuration, where it is not to be small.
    """
    kind, home, pieces = FAMILIES[family], folder / family, _pieces()
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIAL, strict=True))
    PreTrainedTokenizerFast(
        tokenizer_object=pieces, model_max_length=PLACES, model_input_names=list(kind.asks), **names
    ).save_pretrained(home)
    stated = home / "tokenizer_config.json"
    stated.write_text(json.dumps(json.loads(stated.read_text()) | {"tokenizer_class": kind.tokenizer}))
    shape = {
        "vocab_size": pieces.get_vocab_size(), "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
        "intermediate_size": 64, "max_position_embeddings": PLACES, "pad_token_id": 0,
    } | size  # fmt: skip
    # A bare model's configuration, which knows of two kinds, as one downloads it.
    kind.config(**shape).save_pretrained(home)
    torch.manual_seed(7)
    learned = len(CLASSES) + kind.more
    # Weights of some size: otherwise any two texts are much the same to it.
    net = kind.net(kind.config(**shape, num_labels=learned, initializer_range=0.2))
    arguments = {
        "model_type": f"{family}-on-a-hub", "model_name": kind.net.__name__, "tokenizer_name": kind.tokenizer,
        "num_classes": learned,
    }  # fmt: skip
    file = folder / "small.ckpt"
    held = {"arch": {"args": arguments}, "dataset": {"args": {"classes": CLASSES}}}
    torch.save({"config": held, "state_dict": net.state_dict(), "epoch": 1}, file)
    return DetoxifyFiles(str(file), sha256(file.read_bytes()).hexdigest(), str(home))


def _pieces() -> Tokenizer:
    vocabulary = {piece: number for number, piece in enumerate(ALL_PIECES)}
    pieces = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    pieces.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )
    return pieces
