"""Where two Zarr v2 stores differ, for xarray and in their files; runs with any version of xarray.

    python compare_zarr.py pairs.json

where the file holds [["theirs.zarr", "ours.zarr"], …].
"""

import json
import os
import sys
import warnings

import numpy as np
import xarray as xr

warnings.simplefilter("ignore")
ENCODINGS = (
    *("dtype", "chunks", "preferred_chunks", "compressor", "compressors", "filters"),
    *("_FillValue", "fill_value", "scale_factor", "add_offset", "units", "calendar"),
)
AS_STORED = {"mask_and_scale": False, "decode_times": False}


def main():
    with open(sys.argv[1]) as file:
        print(json.dumps([compare(*pair) for pair in json.load(file)]))


def compare(theirs, ours):
    try:
        differences = [*in_xarray(theirs, ours, {}), *in_xarray(theirs, ours, AS_STORED), *in_files(theirs, ours)]
        return {"differences": differences, **measure(ours)}
    except Exception as error:
        return {"differences": [f"{type(error).__name__}: {error}"]}


def in_xarray(theirs, ours, how):
    a, b = (xr.open_zarr(path, consolidated=True, chunks=None, **how).load() for path in (theirs, ours))
    stored = "stored: " if how else ""
    if a.identical(b) and list(a.coords) and set(a.coords) != set(b.coords):
        yield f"{stored}other coordinates"
    if set(a.variables) != set(b.variables):
        yield f"{stored}variables are {sorted(b.variables)}, of zappend {sorted(a.variables)}"
    for name in sorted(set(a.variables) & set(b.variables)):
        x, y = a.variables[name], b.variables[name]
        if x.dtype != y.dtype or x.dims != y.dims:
            yield f"{stored}{name}: {y.dtype} {y.dims}, of zappend {x.dtype} {x.dims}"
        elif x.values.tobytes() != y.values.tobytes():
            yield f"{stored}{name}: values"
        elif not x.identical(y):
            yield f"{stored}{name}: attributes {y.attrs}, of zappend {x.attrs}"
        for key in ENCODINGS:
            if repr(x.encoding.get(key)) != repr(y.encoding.get(key)):
                yield f"{stored}{name}: {key} {y.encoding.get(key)!r}, of zappend {x.encoding.get(key)!r}"
    if not a.drop_vars(list(a.variables)).identical(b.drop_vars(list(b.variables))):
        yield f"{stored}attributes {b.attrs}, of zappend {a.attrs}"


def in_files(theirs, ours):
    a, b = files(theirs), files(ours)
    if a.keys() != b.keys():
        yield f"files: more {sorted(b.keys() - a.keys())}, fewer {sorted(a.keys() - b.keys())}"
    for key in sorted(a.keys() & b.keys()):
        if not os.path.basename(key).startswith("."):
            continue
        x, y = document(a[key]), document(b[key])
        if json.dumps(x, sort_keys=True) != json.dumps(y, sort_keys=True):
            yield f"{key}: {json.dumps(y, sort_keys=True)}, of zappend {json.dumps(x, sort_keys=True)}"


def files(folder):
    below = (os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)
    return {os.path.relpath(path, folder): path for path in below}


def document(path):
    """With the separator of chunk keys that is meant where none is told."""
    with open(path) as file:
        text = json.load(file)
    for node in [text, *text.get("metadata", {}).values()]:
        if "chunks" in node and "dtype" in node:
            node.setdefault("dimension_separator", ".")
    return text


def measure(path):
    """How much was compared."""
    with xr.open_zarr(path, consolidated=True, chunks=None, mask_and_scale=False) as dataset:
        known = {name: int(np.unique(dataset[name].values).size) for name in dataset.data_vars}
        return {"sizes": dict(dataset.sizes), "distinct": known}


main()
