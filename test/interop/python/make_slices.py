"""Slices as zappend's own tests have them, each as NetCDF and as Zarr; run with zappend's Python.

    python make_slices.py FOLDER '{"count": 9, "steps": 1, …}'

Writes FOLDER/<index>.nc, .zarr, .zarr.zip, and .levels with one level. Dimensions are (time, y, x) = (steps, 50, 100): `chl` uint16 and `tsm` int16, packed,
in chunks of (1, 30, 50). Where zappend fills a variable with the number of its slice, each cell has a value of its own here, and some are
missing. `kind`: `packed` (the default), or `float` for float32 values with not-a-number. `step` is the distance of two labels in days.
"""

import json
import os
import shutil
import sys

import numpy as np
import xarray as xr
import zarr

folder, asked = sys.argv[1], json.loads(sys.argv[2])
steps, kind, step = asked.get("steps", 1), asked.get("kind", "packed"), asked.get("step", 1)
rows, columns = 50, 100
dims = ("time", "y", "x")
random = np.random.default_rng(42)
os.makedirs(folder, exist_ok=True)


def cells(low, high, dtype, fill):
    values = random.integers(low, high, (steps, rows, columns)).astype(dtype)
    values[:, :3, :7] = fill
    return values


def packed():
    return {
        "chl": (dims, cells(0, 9000, "u2", 9999), {"units": "mg m-3"}),
        "tsm": (dims, cells(-9000, 9000, "i2", -9999), {"units": "g m-3", "valid_min": np.int16(-9000)}),
    }


def floats():
    return {
        "chl": (dims, cells(0, 9000, "f4", np.nan) * np.float32(0.25), {"units": "mg m-3"}),
        "tsm": (dims, cells(-9000, 9000, "f4", np.nan) * np.float32(0.5) - 8, {"units": "g m-3"}),
    }


PACKING = {
    "chl": {"scale_factor": 0.2, "add_offset": 0.0, "_FillValue": np.uint16(9999)},
    "tsm": {"scale_factor": 0.01, "add_offset": -200.0, "_FillValue": np.int16(-9999)},
}

for index in range(asked["count"]):
    first = index * steps
    times = np.datetime64("2024-01-01", "ns") + np.arange(first, first + steps) * step * np.timedelta64(1, "D")
    slice_ = xr.Dataset(
        packed() if kind == "packed" else floats(),
        coords={
            "time": ("time", times, {"long_name": "time"}),
            "y": ("y", (np.arange(rows) + 0.5) / rows, {"units": "degrees_north"}),
            "x": ("x", (np.arange(columns) + 0.5) / columns, {"units": "degrees_east"}),
        },
        attrs={
            "Conventions": "CF-1.8",
            "title": f"Test {first + 1}-{first + steps}",
            "index": np.int32(index),
            "version": 1.0,
            "factors": [0.5, 1.0],
            f"only_{index}": "here",
        },
    )
    if kind == "packed":
        for name, packing in PACKING.items():
            slice_[name].attrs.update(packing)
    times = {"units": "days since 2024-01-01", "calendar": "proleptic_gregorian", "dtype": "int64"}
    chunks = (1, 30, 50)
    netcdf = {name: {"chunksizes": chunks, "zlib": True} for name in ("chl", "tsm")}
    slice_.to_netcdf(f"{folder}/{index}.nc", encoding={"time": times, **netcdf})
    encoding = {"time": times, **{name: {"chunks": chunks} for name in ("chl", "tsm")}}
    slice_.to_zarr(f"{folder}/{index}.zarr", mode="w", encoding=encoding)
    with zarr.ZipStore(f"{folder}/{index}.zarr.zip", mode="w") as store:
        slice_.to_zarr(store, mode="w", encoding=encoding)
    shutil.copytree(f"{folder}/{index}.zarr", f"{folder}/{index}.levels/0.zarr")
    with open(f"{folder}/{index}.levels/.zlevels", "w") as file:
        json.dump({"version": "1.0", "num_levels": 1}, file)
print("{}")
