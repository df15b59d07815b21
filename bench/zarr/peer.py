"""usage: peer.py IN.nc OUT.zarr: what a Python user would write. Two threads, the same chunks, Zarr v3, Blosc with lz4."""
import shutil
import sys
import warnings

import dask
import xarray as xr
from zarr.codecs import BloscCodec

warnings.filterwarnings("ignore", "Consolidated metadata")
source, target = sys.argv[1:]
dask.config.set(scheduler="threads", num_workers=2)
shutil.rmtree(target, ignore_errors=True)
dataset = xr.open_dataset(source, chunks={"time": 1}, mask_and_scale=False, decode_times=False, engine="netcdf4")[["sst"]]
encoding = {"sst": {"compressors": [BloscCodec(cname="lz4", clevel=5, shuffle="shuffle")]}}
dataset.to_zarr(target, mode="w", zarr_format=3, encoding=encoding, consolidated=True)
