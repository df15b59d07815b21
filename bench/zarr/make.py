"""usage: make.py OUT.nc OFFSETS.json [STEPS]

A file like those of a sea surface temperature archive: 200 steps of 720 x 1440 float32, deflate 4 with shuffle, a chunk for each
step, land as fill value; 830 MB of values. OFFSETS.json tells where the chunks of `sst` lie, for the loop without a reader.
"""
import json
import sys

import h5py
import netCDF4
import numpy as np

out, offsets = sys.argv[1:3]
steps = int(sys.argv[3]) if len(sys.argv) > 3 else 200
rows, columns = 720, 1440
random = np.random.default_rng(7)
lat = np.linspace(-90, 90, rows, dtype="f4")[:, None]
lon = np.linspace(0, 360, columns, endpoint=False, dtype="f4")[None, :]
land = np.sin(np.radians(lon * 2)) + np.cos(np.radians(lat * 3)) > 1.1


def field(step):
    smooth = 28 * np.cos(np.radians(lat)) ** 2 + 3 * np.sin(np.radians(3 * lon + 5 * step)) * np.cos(np.radians(2 * lat))
    patches = random.standard_normal((rows // 4, columns // 4)).repeat(4, 0).repeat(4, 1) * 0.2
    values = np.round(smooth + patches + random.standard_normal((rows, columns)) * 0.05, 3).astype("f4")
    values[land] = -9999
    return values


with netCDF4.Dataset(out, "w") as file:
    file.title = "benchmark"
    for name, length in (("time", None), ("lat", rows), ("lon", columns)):
        file.createDimension(name, length)
    time = file.createVariable("time", "f8", ("time",))
    time.units = "days since 1985-01-01"
    time.calendar = "gregorian"
    file.createVariable("lat", "f4", ("lat",))[:] = lat[:, 0]
    file.createVariable("lon", "f4", ("lon",))[:] = lon[0]
    sst = file.createVariable(
        "sst", "f4", ("time", "lat", "lon"), zlib=True, complevel=4, shuffle=True, chunksizes=(1, rows, columns), fill_value=np.float32(-9999)
    )
    sst.set_auto_maskandscale(False)
    for step in range(steps):
        sst[step] = field(step)
    time[:] = np.arange(steps)

with h5py.File(out) as file:
    chunks = [file["sst"].id.get_chunk_info(i) for i in range(steps)]
    json.dump([[chunk.byte_offset, chunk.size] for chunk in chunks], open(offsets, "w"))
