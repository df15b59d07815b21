"""Holds a dataset that was published with a scaffolded config against its sources, as xarray, pandas and pyarrow read them.

    python compare_scaffolded.py DATASET CONFIG SOURCE…

Tells as JSON how many values were compared, and the columns or variables that differ.
"""

import json
import pathlib
import sys
import warnings
from datetime import datetime, timezone

import numpy as np
import pandas as pd
import pyarrow.dataset as pads
import xarray as xr

warnings.simplefilter("ignore")
dataset, config_path, *sources = sys.argv[1:]
config = json.loads(pathlib.Path(config_path).read_text())
transformation = config["schema_transformation"]


def tables():
    return pd.concat([table(source) for source in sources], ignore_index=True)


def table(source):
    """The rows of a source: the schema's columns, without what has no usable time or position."""
    frame = rows(source)
    frame = frame[[name for name in config["schema"] if name in frame]]
    for part in transformation["partitioning"]:
        if "time_extent" in part:
            times = pd.to_datetime(frame[part["time_extent"]["time_varname"]], errors="coerce")
            frame = frame[(times >= "1900-01-01") & (times < datetime(datetime.now(timezone.utc).year + 2, 1, 1))]
        if "spatial_extent" in part:
            north, east = frame[part["spatial_extent"]["lat_varname"]], frame[part["spatial_extent"]["lon_varname"]]
            frame = frame[north.between(-90, 90) & east.between(-180, 360)]
    return frame


def rows(source):
    if source.endswith(".csv"):
        options = dict(config["csv_config"]["pandas_read_csv_config"])
        return pd.read_csv(source, **options)
    if source.endswith(".parquet"):
        return pd.read_parquet(source)
    file = xr.open_dataset(source).drop_vars(transformation.get("drop_variables", []), errors="ignore")
    return file[[name for name in config["schema"] if name in file.variables]].to_dataframe().reset_index()


def plain(column):
    """Values that can be sorted and compared: times to the microsecond, texts without NULs, nothing as NaN or ''."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.Series(column.astype("datetime64[us]").astype("int64"))
    if not pd.api.types.is_numeric_dtype(column):
        return column.astype(object).map(lambda value: "" if value is None or value != value else value.decode("utf-8", "replace").rstrip("\0") if isinstance(value, bytes) else str(value))
    return column.astype("float64")


def compare_table():
    published = pads.dataset(dataset, format="parquet", partitioning="hive").to_table().to_pandas()
    wanted = tables()
    differences = [] if len(published) == len(wanted) else [f"{len(published)} rows, expected {len(wanted)}"]
    compared = 0
    for name in wanted.columns:
        ours, theirs = published[name], wanted[name]
        if str(ours.dtype).startswith("datetime64") and not str(theirs.dtype).startswith("datetime64"):
            theirs = pd.to_datetime(theirs)
        if name == "PLATFORM_NUMBER" and config["handler_class"] == "ArgoHandler":
            theirs = plain(theirs).str.strip()
        one, other = (np.sort(plain(column).to_numpy()) for column in (ours, theirs))
        is_text = one.dtype == object
        tolerance = 1 if str(ours.dtype).startswith("datetime64") else 0
        same = len(one) == len(other) and ((one == other).all() if is_text else np.allclose(one, other, rtol=0, atol=tolerance, equal_nan=True))
        compared += len(one)
        if not same:
            differences.append(name)
    return {"compared": compared, "differences": differences}


def compare_cube():
    cube = xr.open_zarr(dataset, chunks=None)
    time = next(entry["name"] for entry in transformation["dimensions"].values() if entry.get("append_dim"))
    differences, compared = [], 0
    for source in sources:
        file = xr.open_zarr(source, chunks=None) if source.endswith(".zarr") else xr.open_dataset(source)
        for step in range(file.sizes[time]):
            at = np.abs((cube[time] - file[time][step]).values).argmin()
            for name in config["schema"]:
                if name not in file.variables:
                    continue
                ours, theirs = cube[name], file[name]
                ours = ours.isel({time: at}) if time in ours.dims else ours
                theirs = theirs.isel({time: step}) if time in theirs.dims else theirs
                compared += theirs.size
                if not same(ours.values, theirs.values):
                    differences.append(f"{pathlib.Path(source).name}: {name}")
    return {"compared": compared, "differences": differences}


def same(ours, theirs):
    if np.issubdtype(ours.dtype, np.datetime64):
        return bool((np.abs((ours - theirs).astype("timedelta64[us]").astype("int64")) <= 1).all())
    # Coordinates of float32 stand for those of float64, and the other way round.
    return bool(np.allclose(ours.astype("f8"), theirs.astype("f8"), rtol=1e-6, atol=0, equal_nan=True))


print(json.dumps(compare_cube() if config["cloud_optimised_format"] == "zarr" else compare_table()))
