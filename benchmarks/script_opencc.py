"""Time the official OpenCC on a text: run by `script.py` with the Python of an environment of its own.

    PYTHON script_opencc.py CONFIG FILE          # prints seconds of processor time, as JSON

It shares its import name with opencc-python-reimplemented, so one environment cannot hold both.
"""

import json
import sys
import time
from pathlib import Path

import opencc


def main() -> None:
    config, file = sys.argv[1:]
    text = Path(file).read_bytes().decode()
    converter = opencc.OpenCC(config)
    converter.convert(text[:1000])
    start = time.process_time()
    converter.convert(text)
    print(json.dumps({"seconds": time.process_time() - start, "version": opencc.__version__}))


if __name__ == "__main__":
    main()
