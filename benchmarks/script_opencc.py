"""Time the official OpenCC on a text: run by `script.py` with the Python of an environment of its own.

    PYTHON script_opencc.py CONFIG FILE          # prints seconds of processor time, as JSON

It shares its import name with opencc-python-reimplemented, so one environment cannot hold both.
"""

import importlib
import json
import sys
import time
from pathlib import Path


def main() -> None:
    config, file = sys.argv[1:]
    opencc = importlib.import_module("opencc")
    text = Path(file).read_bytes().decode()
    converter = opencc.OpenCC(config)
    converter.convert(text)
    passes = max(1, 300_000 // max(1, len(text)))
    start = time.process_time()
    for _ in range(passes):
        converter.convert(text)
    print(json.dumps({"seconds": (time.process_time() - start) / passes}))


if __name__ == "__main__":
    main()
