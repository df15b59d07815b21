"""Tells as JSON what Zarr stores hold, by zarr-python and by xarray.

    python describe_zarr.py STORE...

Values are told as text: floats by the hexadecimal digits of their bits, so that nothing is rounded on the way.
"""

import json
import struct
import sys
import warnings

import numpy as np
import xarray as xr
import zarr

warnings.simplefilter("ignore")


def text_of(value):
    if isinstance(value, (float, np.floating)):
        return "nan" if np.isnan(value) else struct.pack(">d", float(value)).hex()
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


def told(value):
    """An attribute: its type counts, so that 1 is not 1.0."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [told(item) for item in value]
    kind = "float" if isinstance(value, (float, np.floating)) else "int" if isinstance(value, (int, np.integer)) else "str"
    return f"{kind} {text_of(value)}"


def attributes_of(attrs):
    return {name: told(value) for name, value in attrs.items()}


def by_zarr(path):
    group = zarr.open_group(path, mode="r")
    arrays = {}
    for name, array in group.members(max_depth=None):
        if not isinstance(array, zarr.Array):
            continue
        values = np.asarray(array[...])
        arrays[name] = {
            "dtype": str(array.dtype),
            "shape": list(array.shape),
            "chunks": list(array.chunks),
            "shards": list(array.shards) if array.shards else None,
            "values": [text_of(value) for value in values.ravel(order="C").tolist()],
        }
    return {"consolidated": group.metadata.consolidated_metadata is not None, "arrays": arrays}


def by_xarray(path):
    with xr.open_zarr(path, mask_and_scale=False, decode_times=False, chunks=None) as dataset:
        raw = {
            name: {
                "dims": list(variable.dims),
                "attributes": attributes_of(variable.attrs),
                "values": [text_of(value) for value in variable.values.ravel(order="C").tolist()],
            }
            for name, variable in dataset.variables.items()
        }
        attributes = attributes_of(dataset.attrs)
    with xr.open_zarr(path, chunks=None) as dataset:
        for name, variable in dataset.variables.items():
            decoded = variable.values
            raw[name]["decoded"] = str(decoded.dtype)
            raw[name]["missing"] = int(variable.isnull().sum())
    return {"attributes": attributes, "variables": raw}


def main(paths):
    print(json.dumps({path: {"zarr": by_zarr(path), "xarray": by_xarray(path)} for path in paths}))


if __name__ == "__main__":
    main(sys.argv[1:])
