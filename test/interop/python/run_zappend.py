"""Runs zappend itself, of zappend's Python.

    python run_zappend.py runs.json

where the file holds [{"target": "a.zarr", "config": "a.json", "slices": ["0.nc", …]}, …]. Tells for each run how many slices it took, or its error.
"""

import json
import logging
import sys
import warnings

from zappend.api import zappend

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def run(asked):
    try:
        return {"count": zappend(asked["slices"], config=asked["config"], target_dir=asked["target"])}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


with open(sys.argv[1]) as file:
    print(json.dumps([run(asked) for asked in json.load(file)]))
