"""The real Detoxify class through our adapter, with a checkpoint small enough to make here: `make test-detoxify`.

The checkpoint knows nothing: its weights are what chance gave them. What is tested is that the pieces fit, offline.
"""

import hashlib
import logging
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from moderation import classifiers
from moderation.checks import CheckUnavailable, Context
from moderation.checks.toxicity_towards_others import LEAST_OTHERS, ToxicityTowardsOthersCheck

CLASSES = ["toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = "you are so kind rude i like your dog cat nobody everybody likes today".split()


def make_checkpoint(folder: Path) -> classifiers.DetoxifyFiles:
    vocabulary = {word: number for number, word in enumerate([*SPECIAL, *WORDS])}
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        num_labels=len(CLASSES),
    )  # fmt: skip
    home = folder / "bert"
    config.save_pretrained(home)
    pieces = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    pieces.pre_tokenizer = pre_tokenizers.Whitespace()
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIAL, strict=True))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, model_max_length=512, **names)
    tokenizer.save_pretrained(home)
    _call_it_bert(home / "tokenizer_config.json")
    torch.manual_seed(7)
    model = BertForSequenceClassification(config)
    arguments = {
        "model_type": str(home),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(CLASSES),
    }
    file = folder / "small.ckpt"
    held = {"arch": {"args": arguments}, "dataset": {"args": {"classes": CLASSES}}}
    torch.save({"config": held, "state_dict": model.state_dict()}, file)
    return classifiers.DetoxifyFiles(str(file), hashlib.sha256(file.read_bytes()).hexdigest(), str(home))


def _call_it_bert(path: Path) -> None:
    import json

    stated = json.loads(path.read_text()) | {"tokenizer_class": "BertTokenizer"}
    path.write_text(json.dumps(stated))


def two_texts_are_two_texts(files: classifiers.DetoxifyFiles) -> None:
    """A tokenizer that was not read makes every word unknown, and nothing says so."""
    from transformers import BertTokenizer

    tokenizer = BertTokenizer.from_pretrained(files.config, local_files_only=True)
    one, other = (tokenizer(text)["input_ids"] for text in ("you are kind", "nobody likes cat"))
    assert one != other
    assert tokenizer.unk_token_id not in one


def the_adapter_reads(files: classifiers.DetoxifyFiles) -> None:
    model = classifiers.hostility(files)
    scores = model.predict("nobody likes your cat")
    assert set(scores) == set(CLASSES), scores
    assert all(0 < score < 1 for score in scores.values())
    check = ToxicityTowardsOthersCheck(lambda: model)
    found = check("you are so kind today", Context())
    assert all(finding.category == "toxicity" and (finding.score or 0) >= LEAST_OTHERS for finding in found)
    loud = classifiers.Hostility(lambda text: model.predict(text) | {"insult": 0.99})
    assert [one.category for one in ToxicityTowardsOthersCheck(lambda: loud)("you are rude", Context())] == ["toxicity"]
    assert ToxicityTowardsOthersCheck(lambda: loud)("my stepdad hits me and says im rude", Context()) == []


def another_file_is_refused(files: classifiers.DetoxifyFiles) -> None:
    classifiers._hostility = None
    with Path(files.checkpoint).open("ab") as checkpoint:
        checkpoint.write(b"x")
    try:
        ToxicityTowardsOthersCheck(lambda: classifiers.hostility(files))("you are rude", Context())
    except CheckUnavailable:
        return
    raise AssertionError("a checkpoint that is not the pinned one was loaded")


def main() -> int:
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory() as folder:
        files = make_checkpoint(Path(folder))
        assert classifiers.detoxify_status(files) == "ready"
        two_texts_are_two_texts(files)
        the_adapter_reads(files)
        another_file_is_refused(files)
    sys.stdout.write("detoxify: the real class answers through our adapter\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
