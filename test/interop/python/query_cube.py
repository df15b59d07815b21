"""Rows of gridded files that fit selections, by xarray and NumPy. The argument is JSON: {sources, columns, selections}."""

import json
import sys

import numpy as np
import xarray as xr


def load(sources, columns):
    files = [xr.open_dataset(path, decode_times=True)[columns + ["TIME", "LATITUDE", "LONGITUDE"]] for path in sources]
    return xr.concat(files, dim="TIME", data_vars="minimal", coords="minimal", compat="override").load()


def rows(data, columns, selection):
    """Broadcasts everything over all dimensions, and picks by flags: no index of xarray is used."""
    dims = data[columns[0]].dims
    cells = {name: data[name].broadcast_like(data[columns[0]]).transpose(*dims) for name in ["TIME", "LATITUDE", "LONGITUDE", *columns]}
    keep = np.ones(data[columns[0]].shape, dtype=bool)
    if "box" in selection:
        west, south, east, north = selection["box"]
        latitude, longitude = cells["LATITUDE"].values, cells["LONGITUDE"].values.astype("float64")
        keep &= (latitude >= south) & (latitude <= north)
        turned = (longitude - west) % 360
        keep &= turned <= (east - west) % 360
    if "time" in selection:
        start, end = (np.datetime64(int(moment), "ns") for moment in selection["time"])
        keep &= (cells["TIME"].values >= start) & (cells["TIME"].values <= end)
    picked = {name: cells[name].values[keep] for name in cells}
    times = picked["TIME"].astype("datetime64[ns]").astype("int64")
    plain = {name: [None if np.isnan(value) else float(value) for value in picked[name]] for name in columns}
    return {
        "TIME": [str(time) for time in times],
        "LATITUDE": [float(value) for value in picked["LATITUDE"]],
        "LONGITUDE": [float(value) for value in picked["LONGITUDE"]],
        **plain,
    }


asked = json.loads(sys.argv[1])
grid = load(asked["sources"], asked["columns"])
print(json.dumps([rows(grid, asked["columns"], selection) for selection in asked["selections"]]))
