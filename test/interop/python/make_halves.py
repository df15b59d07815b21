"""Writes two Zarr stores for a step each, with all floats of 16 bits and with complex numbers; tells the bits of a store.

    python make_halves.py FOLDER
    python make_halves.py STORE bits

The steps are `v2.zarr` and `v3.zarr` in FOLDER; `bits` tells dtype, fill value, encoding and bits of the variable `half`.
"""

import base64
import json
import struct
import sys
import warnings

import numpy as np
import xarray as xr
import zarr

warnings.simplefilter("ignore")


def make(folder):
    bits = np.arange(2**16, dtype="u2").reshape(1, 256, 256)
    for day, zarr_format in ((0, 2), (1, 3)):
        path = f"{folder}/v{zarr_format}.zarr"
        group = zarr.open_group(path, mode="w", zarr_format=zarr_format)

        def add(name, values, dims, attributes=None, fill_value=None, dtype=None):
            tells = {"dimension_names": dims} if zarr_format == 3 else {}
            named = {} if zarr_format == 3 else {"_ARRAY_DIMENSIONS": list(dims)}
            array = group.create_array(
                name, shape=values.shape, dtype=dtype or values.dtype, chunks=values.shape, fill_value=fill_value,
                attributes={**named, **(attributes or {})}, **tells,
            )  # fmt: skip
            array[...] = values

        add("time", np.array([day], "i8"), ("time",), {"units": "days since 2024-01-01"})
        # Bytes the other way round are the same values.
        values = bits.view("f2") if zarr_format == 2 else np.flip(bits, axis=1).copy().view("f2")
        # As xarray tells in v3 that the fill value marks missing values.
        mark = {"_FillValue": base64.b64encode(struct.pack("<d", -2.5)).decode()} if zarr_format == 3 else {}
        add("half", values, ("time", "y", "x"), mark, fill_value=np.float16(-2.5), dtype=">f2" if zarr_format == 2 else None)
        add("wave", np.ones((1, 256), "c8") * (1 + 2j), ("time", "y"), fill_value=0)
        zarr.consolidate_metadata(path)


def bits_of(path):
    array = zarr.open_group(path, mode="r")["half"]
    with xr.open_zarr(path, chunks=None) as dataset:
        half = dataset.half
        decoded = {"dtype": str(half.dtype), "missing": int(half.isnull().sum())}
    values = array[...]
    return {
        "dtype": str(values.dtype.newbyteorder("=")),
        "fill": float(array.fill_value),
        "xarray": decoded,
        "bits": values.astype("<f2").view("<u2").ravel().tolist(),
    }


if __name__ == "__main__":
    if sys.argv[2:] == ["bits"]:
        print(json.dumps(bits_of(sys.argv[1])))
    else:
        make(sys.argv[1])
        print("{}")
