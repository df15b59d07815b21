"""What xarray makes of a cube, and whether its values are those of the files that it was made of.

    python cube_statistics.py '{"cube": "s3://…", "storage": {…}, "sources": ["a.nc", …], "time": "TIME"}'
"""

import json
import sys
import warnings

import numpy as np
import xarray as xr

warnings.simplefilter("ignore")


def statistics(variable):
    known = variable.values[~np.isnan(variable.values)].astype("f8")
    return {"n": known.size, "max": float(known.max()) if known.size else None, "sum": float(known.sum())}


def differences(cube, sources, time):
    """Variables and steps whose values are not those of the file."""
    found = []
    for step, path in enumerate(sources):
        with xr.open_dataset(path) as source:
            if not np.array_equal(cube[time].values[step], source[time].values[0]):
                found.append(f"{time}[{step}]")
            for name in cube.data_vars:
                if name not in source or time not in cube[name].dims:
                    continue
                ours, theirs = cube[name].isel({time: step}).values, source[name].isel({time: 0}).values
                if not np.array_equal(ours, theirs, equal_nan=True):
                    found.append(f"{name}[{step}]")
    return found


def main():
    asked = json.loads(sys.argv[1])
    time = asked["time"]
    storage = asked.get("storage")
    cube = xr.open_zarr(asked["cube"], consolidated=True, storage_options=storage).load()
    stored = xr.open_zarr(asked["cube"], consolidated=True, storage_options=storage, decode_times=False)
    numeric = [name for name in cube.data_vars if cube[name].dtype.kind in "fiu"]
    steps = {
        name: [statistics(cube[name].isel({time: step})) for step in range(cube.sizes[time])]
        for name in numeric if time in cube[name].dims
    }
    print(json.dumps({
        "sizes": dict(cube.sizes),
        "times": [float(value) for value in stored[time].values],
        "steps": steps,
        "fixed": {name: statistics(cube[name]) for name in numeric if time not in cube[name].dims},
        "filename": [str(value) for value in cube["filename"].values],
        "stored": {name: str(cube[name].encoding["dtype"]) for name in numeric},
        "chunks": {name: cube[name].encoding["chunks"] for name in numeric},
        "shards": {name: cube[name].encoding.get("shards") for name in numeric},
        "title": cube.attrs["title"],
        "metadata_uuid": cube.attrs["metadata_uuid"],
        "differences": differences(cube, asked["sources"], time),
    }))


main()
