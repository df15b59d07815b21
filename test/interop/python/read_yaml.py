"""Prints what PyYAML reads in a file, as JSON; fails on what is no JSON, such as dates."""

import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps(yaml.safe_load(file)))
