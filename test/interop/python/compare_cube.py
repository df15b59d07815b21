"""What xarray makes of a cube, and where that differs from the files that the cube was made of.

    python compare_cube.py '{"cube": "s3://…", "storage": {…}, "time": "TIME", "sources": ["a.nc", …], "own": ["filename"],
                             "own_attributes": {"title": "…"}, "came": [1, 0, …]}'

The sources are in the order of their steps, one step each; `came` is the order in which they were published. `own` names what the
cube has beside their variables, `own_attributes` the global attributes that are not those of the source that came first.
"""

import json
import sys
import warnings

import numpy as np
import xarray as xr

warnings.simplefilter("ignore")
AS_STORED = {"mask_and_scale": False, "decode_times": False, "decode_coords": False}


def main():
    asked = json.loads(sys.argv[1])
    open_cube = lambda **how: xr.open_zarr(
        asked["cube"], consolidated=True, chunks=None, storage_options=asked.get("storage"), **how
    ).load()
    stored, decoded = open_cube(**AS_STORED), open_cube()
    sources = [(xr.load_dataset(path, **AS_STORED), xr.load_dataset(path)) for path in asked["sources"]]
    time = asked["time"]
    came = [sources[index][0] for index in asked["came"]]
    names = [name for name in stored.variables if name not in asked["own"]]
    found = []
    for name in names:
        found += differences(name, stored, decoded, sources, came, time)
    found += attribute_differences(
        "the cube", stored.attrs, {**came[0].attrs, **asked["own_attributes"]}, may_add_fill=False
    )
    print(json.dumps({**statistics(decoded, stored, time), "differences": found, **tallies(names, stored, came)}))


def differences(name, stored, decoded, sources, came, time):
    variable = stored[name].variable
    first = next((raw[name].variable for raw in came if name in raw.variables), None)
    if first is None:
        yield f"{name}: no source has it"
        return
    if variable.dims != first.dims:
        yield f"{name}: {variable.dims} were {first.dims}"
        return
    yield from attribute_differences(name, variable.attrs, first.attrs, may_add_fill=variable.dtype.kind == "f")
    for step, (raw, known) in enumerate(sources):
        at = (lambda v: v.isel({time: step}).values) if time in variable.dims else (lambda v: v.values)
        of = (lambda v: v.isel({time: 0}).values) if time in variable.dims else (lambda v: v.values)
        ours, ours_decoded = at(stored[name].variable), at(decoded[name].variable)
        if name not in raw.variables:
            if not np.isnan(ours_decoded).all():
                yield f"{name}[{step}]: not all missing"
            continue
        if difference := stored_difference(ours, of(raw[name].variable)):
            yield f"{name}[{step}]: {difference}"
        if not same(ours_decoded, of(known[name].variable)):
            yield f"{name}[{step}]: decodes to other values"


def same(ours, theirs):
    """Whether all values are equal, in the wider of both types, missing ones included."""
    if theirs.dtype.kind != "f":
        return np.array_equal(ours, theirs)
    return np.array_equal(ours, theirs, equal_nan=True)


def stored_difference(ours, theirs):
    if ours.dtype == theirs.dtype:
        return None if np.asarray(ours).tobytes() == np.asarray(theirs).tobytes() else "other bytes"
    if not np.can_cast(theirs.dtype, ours.dtype):
        return f"{theirs.dtype} became {ours.dtype}"
    return None if same(ours, theirs.astype(ours.dtype)) else "other values"


def attribute_differences(of, ours, theirs, may_add_fill):
    for key in ours.keys() | theirs.keys():
        if key == "_FillValue" and key not in theirs and may_add_fill and np.isnan(ours[key]):
            continue
        if key not in ours or key not in theirs:
            yield f"{of}: attribute {key} {'is lost' if key not in ours else 'is made up'}"
            continue
        mine, old = np.asarray(ours[key]), np.asarray(theirs[key])
        kinds = {"i": "number", "u": "number", "f": "number"} if key == "_FillValue" else {"u": "i"}
        if kinds.get(mine.dtype.kind, mine.dtype.kind) != kinds.get(old.dtype.kind, old.dtype.kind) or not (
            np.array_equal(mine, old) or mine.dtype.kind == "f" and np.array_equal(mine, old, equal_nan=True)
        ):
            yield f"{of}: attribute {key} is {ours[key]!r}, was {theirs[key]!r}"


def tallies(names, stored, came):
    """How many cells were compared, which variables have another type than in the source that brought them, and which are left out."""
    is_kept = lambda name: stored[name].dtype == next(raw[name].dtype for raw in came if name in raw.variables)
    converted = sorted(name for name in names if not is_kept(name))
    cells = sum(stored[name].size for name in names)
    dropped = sorted({name for raw in came for name in raw.variables} - set(names))
    return {"compared": cells, "converted": converted, "dropped": dropped}


def statistics(decoded, stored, time):
    numeric = [name for name in decoded.variables if decoded[name].dtype.kind in "fiu"]
    encodings = {name: stored[name].encoding for name in stored.variables}
    return {
        "sizes": dict(stored.sizes),
        "times": [float(value) for value in stored[time].values],
        "dates": [str(value)[:19] for value in decoded[time].values],
        "steps": {
            name: [known(decoded[name].isel({time: step})) for step in range(stored.sizes[time])]
            for name in numeric if time in decoded[name].dims
        },
        "fixed": {name: known(decoded[name]) for name in numeric if time not in decoded[name].dims},
        "filename": [str(value) for value in decoded["filename"].values],
        "dims": {name: list(stored[name].dims) for name in stored.variables},
        "types": {name: str(stored[name].dtype) for name in numeric},
        "fills": {name: float(stored[name].attrs["_FillValue"]) for name in numeric if is_filled(stored[name])},
        "chunks": {name: encodings[name]["chunks"] for name in numeric},
        "shards": {name: encodings[name].get("shards") for name in numeric},
    }


def is_filled(array):
    return "_FillValue" in array.attrs and not np.isnan(array.attrs["_FillValue"])


def known(array):
    values = array.values[~np.isnan(array.values)].astype("f8")
    return {"n": values.size, "max": float(values.max()) if values.size else None, "sum": float(values.sum())}


main()
