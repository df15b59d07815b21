"""Writes HDF5 and NetCDF-4 files in all the ways in which metadata is commonly kept: python write_files.py FOLDER"""

import os
import sys

import h5py
import netCDF4
import numpy as np

os.chdir(sys.argv[1])


def hdf5(name, **options):
    with h5py.File(name, "w", **options) as file:
        for i in range(30):
            file.create_dataset(f"many_{i * 7 % 30}", data=np.arange(i + 1, dtype="i4"))
        for i in range(40):
            file["many_0"].attrs[f"attribute_{i * 7 % 40}"] = f"text {i}"
        file["many_1"].attrs["texts"] = ["p", "", "é"]
        file["many_1"].attrs["flags"] = np.array([True, False])
        file["many_1"].attrs["fixed"] = np.array([b"one", b"three"])
        file["many_1"].attrs["big"] = np.arange(3, dtype=">i8")
        file["many_1"].attrs["empty"] = h5py.Empty("f4")
        chunked = np.arange(100.0).reshape(10, 10)
        file.create_dataset("chunked", data=chunked, chunks=(3, 4), compression=4, shuffle=True, fillvalue=-5)
        file.create_dataset("grown", (5, 2), "f4", maxshape=(None, 2), fillvalue=3)[1] = 7
        file.create_dataset("never", (4,), "i2", fillvalue=-3)
        file.create_dataset("never_filled", (4,), "f8")
        file.create_dataset("never_text", (3,), h5py.string_dtype())
        file.create_dataset("never_fixed", (3,), "S4", fillvalue=b"ab")
        file.create_dataset("compact_text", data="one text")
        deep = file.create_group("deep/er")
        deep.attrs["numbers"] = np.arange(4, dtype="u2")
        deep.create_dataset("fixed", data=np.array([b"abc", b"d"]))
        deep.create_dataset("texts", data=["one", "", "zwei"])
        deep.create_dataset("big", data=np.arange(6, dtype=">f4").reshape(2, 3))
        deep["type"] = np.dtype("i4")
        deep.create_dataset("of_type", (2,), deep["type"])
        deep.create_dataset("scale", data=np.arange(2.0)).make_scale("scale")
        deep["of_type"].dims[0].attach_scale(deep["scale"])


def netcdf(name, with_growing_texts):
    with netCDF4.Dataset(name, "w") as file:
        file.createDimension("time", None)
        file.createDimension("x", 4)
        file.createDimension("length", 3)
        for i in range(60):
            variable = file.createVariable(f"v{i * 7 % 60}", "f4", ("time", "x"), zlib=i % 2 == 0, fill_value=-1)
            variable[:2] = i
            for j in range(12):
                variable.setncattr(f"k{j * 5 % 12}", j if j % 2 else f"text {j}")
        file.createVariable("time", "f8", ("time",))[:] = [1, 2]
        file.createVariable("chars", "S1", ("x", "length"), zlib=True)[:] = np.array([[b"a", b"", b"c"]] * 4)
        kind = file.createEnumType(np.int8, "kind", {"no": 0, "yes": 1})
        file.createVariable("kinds", kind, ("x",))[:] = np.array([0, 1, 1, 0], "i1")
        group = file.createGroup("group")
        group.createVariable("texts", str, ("x",))[:] = np.array(["a", "bb", "", "é"], object)
        group.createVariable("never", str, ("x",))
        group.createVariable("never_filled", str, ("x",), fill_value="none")
        if with_growing_texts:
            group.createVariable("growing", str, ("time",))[:1] = np.array(["a"], object)
        group.createVariable("crs", "i4").setncattr("grid_mapping_name", "latitude_longitude")


hdf5("default.h5")
hdf5("ordered.h5", track_order=True)
hdf5("version-1.8.h5", libver="v108")
hdf5("version-1.10.h5", libver="v110")
hdf5("latest.h5", libver="latest")
netcdf("common.nc", False)
netcdf("growing-texts.nc", True)
