"""Writes Zarr stores in many ways, and tells as JSON what they hold.

    python make_zarr.py FOLDER

Values and attributes are told as in describe_zarr.py, as stored.
"""

import json
import pathlib
import shutil
import sys
import warnings

import numcodecs
import numpy as np
import xarray as xr
import zarr
import zarr.codecs.numcodecs as znc
from describe_zarr import attributes_of, text_of

warnings.simplefilter("ignore")
RANDOM = np.random.default_rng(20261121)
SHAPE = (5, 7, 9)
DIMS = ("time", "lat", "lon")
NUMBERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]


def numbers(dtype, shape=SHAPE):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return RANDOM.normal(size=shape).astype(dtype)
    info = np.iinfo(dtype)
    return RANDOM.integers(info.min, info.max, size=shape, dtype=dtype.newbyteorder("="), endpoint=True).astype(dtype)


def tell(dims, values, attributes):
    return {
        "dims": list(dims),
        "values": [text_of(value) for value in np.asarray(values).ravel(order="C").tolist()],
        "attributes": attributes_of(attributes),
    }


class Stores:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.told = {}

    def raw(self, name, zarr_format, arrays, consolidate=True, attributes=None):
        """A store of zarr-python alone: `arrays` maps names to (values, settings, fill value as it masks)."""
        path = str(self.folder / name)
        group = zarr.open_group(path, mode="w", zarr_format=zarr_format, attributes=attributes or {})
        told = {}
        for key, (values, settings, mask) in arrays.items():
            dims = DIMS[-values.ndim :]
            given = {"dimension_names": dims} if zarr_format == 3 else {"attributes": {"_ARRAY_DIMENSIONS": list(dims)}}
            array = group.create_array(key, shape=values.shape, dtype=values.dtype, **given, **settings)
            array[...] = values
            told[key] = tell(dims, values, {} if mask is None else {"_FillValue": mask})
        if consolidate:
            zarr.consolidate_metadata(path)
        self.told[path] = {"attributes": attributes_of(attributes or {}), "variables": told}
        return path

    def zipped(self, path, name, compression):
        target = self.folder / name
        with __import__("zipfile").ZipFile(target, "w", compression) as file:
            for part in sorted(pathlib.Path(path).rglob("*")):
                if part.is_file():
                    file.write(part, part.relative_to(path))
        self.told[str(target)] = self.told[path]

    def xarray(self, name, dataset, **settings):
        path = str(self.folder / name)
        dataset.to_zarr(path, mode="w", **settings)
        with xr.open_zarr(path, mask_and_scale=False, decode_times=False, chunks=None) as raw:
            variables = {key: tell(value.dims, value.values, value.attrs) for key, value in raw.variables.items()}
            self.told[path] = {"attributes": attributes_of(raw.attrs), "variables": variables}
        return path


def v2_stores(stores):
    none = {"chunks": (2, 3, 4), "compressors": None, "fill_value": None}
    types = {dtype: (numbers(dtype), none, None) for dtype in NUMBERS}
    stores.raw("v2 types.zarr", 2, types, attributes={"a": 1, "b": 1.0, "c": [1, 2], "nan": float("nan")})
    stores.raw("v2 unconsolidated.zarr", 2, types, consolidate=False)
    big = {f"big_{dtype}": (numbers(">" + dtype), none, None) for dtype in NUMBERS if dtype[1] != "1"}
    stores.raw("v2 big-endian.zarr", 2, big)
    fortran = {"F": (numbers("f4"), {**none, "order": "F"}, None), "1-d": (numbers("i2", (9,)), {**none, "chunks": (4,), "order": "F"}, None)}
    stores.raw("v2 columns.zarr", 2, fortran)
    slashes = {**none, "chunk_key_encoding": {"name": "v2", "separator": "/"}}
    stores.raw("v2 slashes.zarr", 2, {"x": (numbers("f8"), slashes, None)})
    compressors = {
        "blosc_lz4": numcodecs.Blosc("lz4", 5, 1),
        "blosc_lz4hc": numcodecs.Blosc("lz4hc", 5, 1),
        "blosc_blosclz": numcodecs.Blosc("blosclz", 5, 1),
        "blosc_bits": numcodecs.Blosc("zstd", 1, 2),
        "blosc_zlib": numcodecs.Blosc("zlib", 1, 0),
        "blosc_auto": numcodecs.Blosc("zstd", 3, -1),
        "zstd": numcodecs.Zstd(3),
        "gzip": numcodecs.GZip(6),
        "zlib": numcodecs.Zlib(6),
        "lz4": numcodecs.LZ4(),
    }
    encoded = {key: (numbers("f4"), {"chunks": (2, 3, 4), "compressors": codec, "fill_value": 0.0}, 0.0) for key, codec in compressors.items()}
    filters = {
        "shuffle": ("i4", [numcodecs.Shuffle(4)]),
        "delta": ("i4", [numcodecs.Delta("<i4")]),
        "delta_narrow": ("u2", [numcodecs.Delta("<u2", "<u2"), numcodecs.Shuffle(2)]),
    }
    for key, (dtype, chain) in filters.items():
        settings = {"chunks": (2, 3, 4), "filters": chain, "compressors": numcodecs.Zlib(1), "fill_value": None}
        encoded[key] = (numbers(dtype), settings, None)
    packed = np.round(numbers("f8"), 1)
    chain = [numcodecs.FixedScaleOffset(offset=0, scale=10, dtype="<f8", astype="<i2")]
    unpacked = chain[0].decode(chain[0].encode(packed)).reshape(packed.shape)
    encoded["packed"] = (unpacked, {"chunks": (5, 7, 9), "filters": chain, "compressors": numcodecs.Zstd(1), "fill_value": None}, None)
    path = stores.raw("v2 codecs.zarr", 2, encoded)
    stores.raw("v2 groups.zarr", 2, {"x": (numbers("f4"), none, None), "deep/inner/x": (numbers("f4"), none, None)}, consolidate=False)
    stores.raw("v2 groups consolidated.zarr", 2, {"deep/inner/x": (numbers("f4"), none, None)})
    stores.zipped(path, "v2 stored.zarr.zip", 0)
    stores.zipped(path, "v2 deflated.zarr.zip", 8)


def v3_stores(stores):
    chunks = {"chunks": (2, 3, 4)}
    types = {dtype: (numbers(dtype), chunks, None) for dtype in NUMBERS}
    path = stores.raw("v3 types.zarr", 3, types, attributes={"a": 1, "b": 1.0, "text": "é"})
    stores.zipped(path, "v3 stored.zarr.zip", 0)
    stores.raw("v3 unconsolidated.zarr", 3, types, consolidate=False)
    compressors = {
        "none": None,
        "blosc": zarr.codecs.BloscCodec(cname="lz4"),
        "blosc_bits": zarr.codecs.BloscCodec(cname="zstd", shuffle="bitshuffle"),
        "gzip": zarr.codecs.GzipCodec(level=6),
        "zstd": zarr.codecs.ZstdCodec(level=3, checksum=True),
        "checked": [zarr.codecs.ZstdCodec(), zarr.codecs.Crc32cCodec()],
        "zlib": znc.Zlib(level=3),
        "lz4": znc.LZ4(acceleration=1),
        "shuffle": [znc.Shuffle(elementsize=4), znc.Zlib(level=1)],
    }
    encoded = {key: (numbers("f4"), {**chunks, "compressors": codec}, None) for key, codec in compressors.items()}
    encoded["delta"] = (numbers("i4"), {**chunks, "filters": [znc.Delta(dtype="<i4")]}, None)
    encoded["columns"] = (numbers("f4"), {**chunks, "filters": [zarr.codecs.TransposeCodec(order=(2, 1, 0))]}, None)
    encoded["big"] = (numbers("f4"), {**chunks, "serializer": zarr.codecs.BytesCodec(endian="big")}, None)
    encoded["dots"] = (numbers("f4"), {**chunks, "chunk_key_encoding": {"name": "default", "separator": "."}}, None)
    encoded["v2_keys"] = (numbers("f4"), {**chunks, "chunk_key_encoding": {"name": "v2", "separator": "."}}, None)
    stores.raw("v3 codecs.zarr", 3, encoded)
    stores.raw("v3 groups.zarr", 3, {"x": (numbers("f4"), chunks, None), "deep/inner/x": (numbers("f4"), chunks, None)}, consolidate=False)
    stores.raw("v3 groups consolidated.zarr", 3, {"deep/inner/x": (numbers("f4"), chunks, None)})
    sharded = {"chunks": (1, 3, 5), "shards": (2, 6, 10)}
    with_fill = np.where(numbers("f4") > 0.5, numbers("f4"), 0).astype("f4")
    with_fill[2:4] = 0
    shards = {dtype: (numbers(dtype), sharded, None) for dtype in NUMBERS}
    shards["elided"] = (with_fill, sharded, None)
    start = zarr.codecs.ShardingCodec(chunk_shape=(1, 3, 5), index_location="start")
    shards["start"] = (numbers("f4"), {"chunks": (2, 6, 10), "serializer": start, "compressors": None}, None)
    unchecked = zarr.codecs.ShardingCodec(chunk_shape=(1, 3, 5), index_codecs=[zarr.codecs.BytesCodec()])
    shards["unchecked"] = (numbers("f4"), {"chunks": (2, 6, 10), "serializer": unchecked, "compressors": None}, None)
    path = stores.raw("v3 sharded.zarr", 3, shards)
    stores.zipped(path, "v3 sharded.zarr.zip", 0)


def time_stores(stores):
    """NumPy's own times, which xarray does not write: counts, with the units that CF would have."""
    units = {"units": "nanoseconds since 1970-01-01", "calendar": "proleptic_gregorian"}
    for zarr_format in (2, 3):
        times = np.array(["2020-01-01T00:00:00.000000001", "1969-12-31", "NaT"], dtype="M8[ns]")
        given = {"chunks": (2,), "fill_value": np.datetime64("NaT")}
        path = stores.raw(f"v{zarr_format} times.zarr", zarr_format, {"t": (times, given, None)})
        lowest = {"_FillValue": -(2**63)} if zarr_format == 2 else {}
        stores.told[path]["variables"]["t"] = tell(("lon",), times.view("i8"), {**units, **lowest})


def xarray_stores(stores):
    dataset = xr.Dataset(
        {
            "sst": (DIMS, numbers("f4"), {"units": "K", "valid_max": np.float32(40), "flags": [1, 2, 3]}),
            "packed": (DIMS, numbers("i2").clip(-999, 999) * 0.1, {"half": 0.5, "one": 1.0}),
            "count": (DIMS, numbers("i8")),
            "wide": (DIMS, numbers("u8")),
            "truth": (DIMS, RANDOM.integers(0, 2, SHAPE).astype(bool)),
            "name": (("lon",), np.array(["a", "bé", "", "🐟", "x" * 300, "e", "f", "g", "h"], dtype=object)),
            "fixed": (("lon",), np.array(list("abcdefgéi"), dtype="U3")),
            "bytes": (("lon",), np.array([b"a", b"bc", b"", b"d", b"e", b"f", b"g", b"h", b"i"], dtype="S3")),
            "scalar": ((), np.float64(3.5), {"grid_mapping_name": "latitude_longitude", "radius": 6371000.0}),
        },
        coords={
            "time": np.arange("2020-01-01", "2020-01-06", dtype="M8[D]").astype("M8[ns]"),
            "lat": np.linspace(-10, 10, 7),
            "lon": np.arange(9.0),
        },
        attrs={"title": "té", "version": 2, "ratio": 2.0, "nothing": float("nan")},
    )
    encoding = {
        "sst": {"_FillValue": np.float32(-9.5)},
        "packed": {"_FillValue": np.int16(-32768), "scale_factor": 0.1, "add_offset": 1.0, "dtype": "i2"},
        "count": {"_FillValue": np.int64(2**62 + 1)},
        "wide": {"_FillValue": np.uint64(2**64 - 1)},
    }
    for zarr_format in (2, 3):
        for consolidated in (True, False):
            name = f"xarray v{zarr_format}{'' if consolidated else ' unconsolidated'}.zarr"
            stores.xarray(name, dataset, zarr_format=zarr_format, consolidated=consolidated, encoding=encoding)
    sharded = {"sst": {**encoding["sst"], "chunks": (1, 4, 9), "shards": (5, 8, 9)}}
    stores.xarray("xarray v3 sharded.zarr", dataset, zarr_format=3, encoding=sharded)


def main(folder):
    stores = Stores(folder)
    v2_stores(stores)
    v3_stores(stores)
    time_stores(stores)
    xarray_stores(stores)
    print(json.dumps(stores.told))


if __name__ == "__main__":
    main(sys.argv[1])
