"""A checkpoint of Detoxify, read by its own class, offline. Needs the extra `detoxify`.

Imported only through `moderation.classifiers` and by `manage.py convert_detoxify`.
"""

from __future__ import annotations

import io
import os
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from moderation.second_opinion import DetoxifyFiles, NotThere, Trouble

# Before anything of it is imported: otherwise a name in the checkpoint would be asked for over the network.
os.environ["HF_HUB_OFFLINE"] = "1"


def read(named: DetoxifyFiles) -> Any:
    """The real `Detoxify`. Raises NotThere where the file is missing or another, and whatever its libraries raise."""
    held = _pinned(named)
    import torch
    from detoxify import Detoxify
    from transformers.utils import logging

    logging.disable_progress_bar()

    # Unpickled are the very bytes that were compared, and not a file that somebody may have changed since.
    loaded = torch.load(io.BytesIO(held), map_location="cpu", weights_only=False)
    del held
    arguments = loaded["config"]["arch"]["args"]
    with TemporaryDirectory(prefix="detoxify-") as folder:
        home = _home(Path(named.config), Path(folder) / "home", arguments)
        # Published checkpoints hold the name of a model on a hub, where Detoxify would look for its configuration.
        arguments["model_type"] = str(home)
        ours = Path(folder) / "checkpoint"
        torch.save({"config": loaded["config"], "state_dict": loaded["state_dict"]}, ours)
        del loaded
        made = Detoxify(checkpoint=str(ours), huggingface_config_path=str(home))
    made.model.eval()
    return made


def longest(made: Any) -> int:
    """How many pieces it reads of a text: what its tokenizer says, or else as many as it has places for."""
    config = made.model.config
    # RoBERTa and its kin count places from behind the number of the padding.
    taken = config.pad_token_id + 1 if "roberta" in config.model_type else 0
    return int(min(made.tokenizer.model_max_length, config.max_position_embeddings - taken))


def fits(made: Any, text: str) -> bool:
    """Whether all of a text is read."""
    return len(made.tokenizer(text, verbose=False)["input_ids"]) <= longest(made)


def _pinned(named: DetoxifyFiles) -> bytes:
    # A checkpoint is unpickled when it is loaded, so another file than the pinned one would run as code.
    try:
        held = Path(named.checkpoint).read_bytes()
    except OSError:
        raise NotThere(Trouble.NO_FILE) from None
    if sha256(held).hexdigest() != named.sha256.lower():
        raise NotThere(Trouble.OTHER_FILE)
    return held


def _home(given: Path, home: Path, arguments: dict[str, Any]) -> Path:
    """A copy of the folder that says how many kinds there are; that of a bare model on a hub says two."""
    from transformers import AutoConfig

    shutil.copytree(given, home, ignore=shutil.ignore_patterns("*.bin", "*.safetensors", "*.ckpt", "*.h5", "*.msgpack"))
    config = AutoConfig.from_pretrained(home, local_files_only=True)
    config.num_labels = arguments["num_classes"]
    config.save_pretrained(home)
    return home
