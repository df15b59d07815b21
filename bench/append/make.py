"""usage: make.py OUT_DIR nc|zarr|tiny COUNT

Daily slices. `nc` and `zarr`: three variables of 720 x 1440 float32 with land as not-a-number, in chunks of 360 x 360. `tiny`: Zarr slices
of three variables of one chunk, 10 x 20.
"""
import os
import sys

import numpy as np
import xarray as xr

out, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows, columns = (10, 20) if kind == "tiny" else (720, 1440)
lat = np.linspace(89.875, -89.875, rows)
lon = np.linspace(-179.875, 179.875, columns)
random = np.random.default_rng(42)
smooth = (15 + 20 * np.cos(np.radians(lat))[:, None] + 3 * np.sin(np.radians(lon * 3))[None]).astype("f4")
land = np.sin(np.radians(lat * 5))[:, None] * np.cos(np.radians(lon * 4))[None] > 0.55
os.makedirs(out, exist_ok=True)


def field(scale):
    values = (smooth * scale + random.normal(0, 0.5, (rows, columns))).astype("f4")
    values[land] = np.nan
    return ("time", "lat", "lon"), values[None]


for index in range(count):
    time = np.datetime64("2020-01-01", "ns") + np.timedelta64(index, "D")
    slice_ = xr.Dataset(
        {name: (*field(scale), {"units": "K"}) for name, scale in (("sst", 1.0), ("anom", 0.1), ("err", 0.3))},
        coords={"time": [time], "lat": lat, "lon": lon},
        attrs={"Conventions": "CF-1.8", "title": f"slice {index}"},
    )
    slice_.time.encoding.update(units="days since 2000-01-01", calendar="proleptic_gregorian", dtype="int64")
    if kind == "nc":
        encoding = dict(zlib=True, complevel=4, shuffle=True, chunksizes=(1, 360, 360), _FillValue=np.nan)
        slice_.to_netcdf(f"{out}/{index:04d}.nc", encoding={name: encoding for name in slice_.data_vars})
    else:
        slice_.chunk({"time": 1, "lat": 360, "lon": 360}).to_zarr(f"{out}/{index:04d}.zarr", mode="w")
