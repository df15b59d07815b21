"""Decodes the chunks of a JSON file by numcodecs, each by its own settings, and prints what they hold as base64."""

import base64
import json
import sys

import numcodecs

with open(sys.argv[1]) as file:
    chunks = json.load(file)

decoded = []
for chunk in chunks:
    codec = numcodecs.get_codec(chunk["config"])
    content = codec.decode(base64.b64decode(chunk["encoded"]))
    decoded.append(base64.b64encode(bytes(content)).decode())
json.dump(decoded, sys.stdout)
