"""Makes samples/argo/2900999_prof.nc: a synthetic Argo multi-profile file, with some bad rows as real ones have.

    python scripts/make-argo-sample.py FOLDER

Needs netCDF4 and numpy (versions in test/interop/requirements.txt). The same versions give the same bytes.
Variables and attributes are those of the Argo user's manual, profile format 3.1.
"""

import math
import random
import sys
from pathlib import Path

import netCDF4
import numpy as np

PROFILES, LEVELS, CALIBRATIONS = 24, 70, 1
PARAMETERS = ("PRES", "TEMP", "PSAL")
FIRST_DAY = 25933.25  # 2021-01-01T06:00:00Z in days since 1950-01-01
DAYS_BETWEEN = 30.4

# What is wrong, by profile counted from 0.
NO_TIME, NO_POSITION, YEAR_6062, NORTH_OF_THE_POLE = 5, 9, 14, 18

DIMENSIONS = {
    "DATE_TIME": 14, "STRING256": 256, "STRING64": 64, "STRING32": 32, "STRING16": 16, "STRING8": 8, "STRING4": 4,
    "STRING2": 2, "N_PROF": PROFILES, "N_PARAM": len(PARAMETERS), "N_LEVELS": LEVELS, "N_CALIB": CALIBRATIONS,
    "N_HISTORY": None,
}

GLOBAL = {
    "title": "Argo float vertical profile (synthetic sample, not an observation)",
    "institution": "none: made by scripts/make-argo-sample.py",
    "source": "Synthetic data in the format of an Argo float",
    "history": "2023-01-15T00:00:00Z creation",
    "references": "http://www.argodatamgt.org/Documentation",
    "comment": "All values are made up. Some are bad on purpose, as they are in real files.",
    "user_manual_version": "3.1",
    "Conventions": "Argo-3.1 CF-1.6",
    "featureType": "trajectoryProfile",
}

LEVEL = {
    "PRES": {
        "long_name": "Sea water pressure, equals 0 at sea-level", "standard_name": "sea_water_pressure",
        "units": "decibar", "valid_min": 0.0, "valid_max": 12000.0, "C_format": "%7.1f", "FORTRAN_format": "F7.1",
        "resolution": 1.0, "axis": "Z",
    },
    "TEMP": {
        "long_name": "Sea temperature in-situ ITS-90 scale", "standard_name": "sea_water_temperature",
        "units": "degree_Celsius", "valid_min": -2.5, "valid_max": 40.0, "C_format": "%9.3f",
        "FORTRAN_format": "F9.3", "resolution": 0.001,
    },
    "PSAL": {
        "long_name": "Practical salinity", "standard_name": "sea_water_salinity", "units": "psu", "valid_min": 2.0,
        "valid_max": 41.0, "C_format": "%9.3f", "FORTRAN_format": "F9.3", "resolution": 0.001,
    },
}
ERROR = "Contains the error on the adjusted values as determined by the delayed mode QC process"


class Writer:
    """Adds variables with Argo's fill values."""

    def __init__(self, path):
        self.file = netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC")
        for name, length in DIMENSIONS.items():
            self.file.createDimension(name, length)
        self.file.setncatts(GLOBAL)

    def text(self, name, dimensions, values=None, **attributes):
        """`values`: texts over all dimensions but the last, padded with blanks; single chars where it has none to pad."""
        variable = self.file.createVariable(name, "S1", dimensions, fill_value=b" ")
        variable.set_auto_chartostring(False)
        variable.setncatts(attributes)
        if values is not None:
            variable[...] = chars(values, variable.shape)

    def numbers(self, name, kind, dimensions, values=None, fill=None, **attributes):
        variable = self.file.createVariable(name, kind, dimensions, fill_value=np.dtype(kind).type(fill))
        typed = {"valid_min", "valid_max", "resolution"}
        variable.setncatts({k: np.dtype(kind).type(v) if k in typed else v for k, v in attributes.items()})
        if values is not None:
            variable[...] = np.asarray(values, dtype=kind)


def chars(values, shape):
    texts = np.asarray(values)
    if texts.shape == shape and texts.dtype == "S1":
        return texts
    padded = [text.encode("ascii").ljust(shape[-1]) for text in texts.reshape(-1)]
    return np.frombuffer(b"".join(padded), "S1").reshape(shape)


def positions(rng):
    """A drift to the south-east through several cells of 5 degrees."""
    latitude = [-31.2 - 0.37 * i + rng.uniform(-0.2, 0.2) for i in range(PROFILES)]
    longitude = [151.6 + 0.53 * i + rng.uniform(-0.2, 0.2) for i in range(PROFILES)]
    latitude[NO_POSITION] = longitude[NO_POSITION] = 99999.0
    latitude[NORTH_OF_THE_POLE] = 95.0
    return [round(value, 3) for value in latitude], [round(value, 3) for value in longitude]


def times(rng):
    days = [FIRST_DAY + DAYS_BETWEEN * i + rng.randrange(0, 86400) / 86400 for i in range(PROFILES)]
    location = [day + rng.randrange(60, 1800) / 86400 for day in days]
    days[NO_TIME] = location[NO_TIME] = 999999.0
    days[YEAR_6062] = location[YEAR_6062] = 1502000.5
    return days, location


def profile(rng, index):
    """Pressure, temperature and salinity of one profile; shallow ones have fill values at the deepest levels."""
    depth = LEVELS - (0, 4, 9, 2)[index % 4]
    warm = 19.5 + 3.0 * math.cos(2 * math.pi * (index * DAYS_BETWEEN / 365.25 - 0.12)) - 0.12 * index
    values = np.full((3, LEVELS), 99999.0)
    for level in range(depth):
        pressure = 4.0 + 10.0 * level if level < 30 else 300.0 + 42.5 * (level - 30)
        mixed = 1 / (1 + math.exp((pressure - 90) / 25))
        temperature = 2.4 + (warm - 9.0) * mixed + 11.0 * math.exp(-pressure / 420) + rng.gauss(0, 0.015)
        salinity = 34.45 + 1.15 * math.exp(-pressure / 380) - 0.2 * math.exp(-((pressure - 950) / 330) ** 2)
        values[:, level] = round(pressure + rng.uniform(-0.4, 0.4), 1), round(temperature, 3), \
            round(salinity + rng.gauss(0, 0.004), 3)
    return values


def flags(values, rng):
    """Quality flags: 1 is good, 3 is doubtful; blank where there is no value."""
    doubtful = np.array([rng.random() < 0.01 for _ in range(values.size)]).reshape(values.shape)
    return np.where(values == 99999.0, b" ", np.where(doubtful, b"3", b"1")).astype("S1")


def repeated(text):
    return [text] * PROFILES


def write_file_variables(out):
    out.text("DATA_TYPE", ("STRING16",), "Argo profile", long_name="Data type", conventions="Argo reference table 1")
    out.text("FORMAT_VERSION", ("STRING4",), "3.1", long_name="File format version")
    out.text("HANDBOOK_VERSION", ("STRING4",), "1.2", long_name="Data handbook version")
    for name, text, meaning in (
        ("REFERENCE_DATE_TIME", "19500101000000", "Date of reference for Julian days"),
        ("DATE_CREATION", "20230115000000", "Date of file creation"),
        ("DATE_UPDATE", "20230115000000", "Date of update of this file"),
    ):
        out.text(name, ("DATE_TIME",), text, long_name=meaning, conventions="YYYYMMDDHHMISS")


def write_float_variables(out):
    out.text("PLATFORM_NUMBER", ("N_PROF", "STRING8"), repeated("2900999"), long_name="Float unique identifier",
             conventions="WMO float identifier : A9IIIII")
    out.text("PROJECT_NAME", ("N_PROF", "STRING64"), repeated("Synthetic sample"), long_name="Name of the project")
    out.text("PI_NAME", ("N_PROF", "STRING64"), repeated("Nobody"), long_name="Name of the principal investigator")
    out.text("STATION_PARAMETERS", ("N_PROF", "N_PARAM", "STRING16"), [PARAMETERS] * PROFILES,
             long_name="List of available parameters for the station", conventions="Argo reference table 3")
    out.numbers("CYCLE_NUMBER", "i4", ("N_PROF",), range(1, PROFILES + 1), fill=99999, long_name="Float cycle number",
                conventions="0...N, 0 : launch cycle (if exists), 1 : first complete cycle")
    out.text("DIRECTION", ("N_PROF",), np.full(PROFILES, b"A"), long_name="Direction of the station profiles",
             conventions="A: ascending profiles, D: descending profiles")
    for name, size, text, meaning, conventions in (
        ("DATA_CENTRE", "STRING2", "CS", "Data centre in charge of float data processing", "Argo reference table 4"),
        ("DC_REFERENCE", "STRING32", "", "Station unique identifier in data centre", "Data centre convention"),
        ("DATA_STATE_INDICATOR", "STRING4", "2C", "Degree of processing the data have passed through",
         "Argo reference table 6"),
    ):
        out.text(name, ("N_PROF", size), repeated(text), long_name=meaning, conventions=conventions)
    out.text("DATA_MODE", ("N_PROF",), np.array([b"D"] * 20 + [b"R"] * 4),
             long_name="Delayed mode or real time data",
             conventions="R : real time; D : delayed mode; A : real time with adjustment")
    out.text("PLATFORM_TYPE", ("N_PROF", "STRING32"), repeated("APEX"), long_name="Type of float",
             conventions="Argo reference table 23")
    out.text("FLOAT_SERIAL_NO", ("N_PROF", "STRING32"), repeated("0999"), long_name="Serial number of the float")
    out.text("FIRMWARE_VERSION", ("N_PROF", "STRING32"), repeated("n/a"), long_name="Instrument firmware version")
    out.text("WMO_INST_TYPE", ("N_PROF", "STRING4"), repeated("846"), long_name="Coded instrument type",
             conventions="Argo reference table 8")


def write_station_variables(out, rng):
    days, location = times(rng)
    latitude, longitude = positions(rng)
    time = {"units": "days since 1950-01-01 00:00:00 UTC",
            "conventions": "Relative julian days with decimal part (as parts of day)", "resolution": 1 / 86400}
    out.numbers("JULD", "f8", ("N_PROF",), days, fill=999999.0, standard_name="time", axis="T",
                long_name="Julian day (UTC) of the station relative to REFERENCE_DATE_TIME", **time)
    quality = np.full(PROFILES, b"1")
    quality[[NO_TIME, YEAR_6062]] = b"9", b"4"
    out.text("JULD_QC", ("N_PROF",), quality, long_name="Quality on date and time",
             conventions="Argo reference table 2")
    out.numbers("JULD_LOCATION", "f8", ("N_PROF",), location, fill=999999.0,
                long_name="Julian day (UTC) of the location relative to REFERENCE_DATE_TIME", **time)
    for name, values, word, limit, axis in (
        ("LATITUDE", latitude, "north", 90.0, "Y"), ("LONGITUDE", longitude, "east", 180.0, "X"),
    ):
        out.numbers(name, "f8", ("N_PROF",), values, fill=99999.0, standard_name=name.lower(), axis=axis,
                    long_name=f"{name.capitalize()} of the station, best estimate", units=f"degree_{word}",
                    valid_min=-limit, valid_max=limit)
    quality = np.full(PROFILES, b"1")
    quality[[NO_POSITION, NORTH_OF_THE_POLE]] = b"9", b"4"
    out.text("POSITION_QC", ("N_PROF",), quality, long_name="Quality on position (latitude and longitude)",
             conventions="Argo reference table 2")
    out.text("POSITIONING_SYSTEM", ("N_PROF", "STRING8"), repeated("GPS"), long_name="Positioning system")
    for name in PARAMETERS:
        out.text(f"PROFILE_{name}_QC", ("N_PROF",), np.array([b"A"] * (PROFILES - 1) + [b" "]),
                 long_name=f"Global quality flag of {name} profile", conventions="Argo reference table 2a")
    out.text("VERTICAL_SAMPLING_SCHEME", ("N_PROF", "STRING256"), repeated("Primary sampling: averaged []"),
             long_name="Vertical sampling scheme", conventions="Argo reference table 16")
    out.numbers("CONFIG_MISSION_NUMBER", "i4", ("N_PROF",), [1] * PROFILES, fill=99999,
                long_name="Unique number denoting the missions performed by the float",
                conventions="1...N, 1 : first complete mission")


def write_levels(out, rng):
    values = np.stack([profile(rng, index) for index in range(PROFILES)], axis=1)
    grid = ("N_PROF", "N_LEVELS")
    quality = {"long_name": "quality flag", "conventions": "Argo reference table 2"}
    for name, stored, error in zip(PARAMETERS, values, (2.4, 0.002, 0.01)):
        present = stored != 99999.0
        adjusted = np.where(present, np.round(stored - (0.004 if name == "PSAL" else 0.0), 3), 99999.0)
        adjusted[20:] = 99999.0  # not yet adjusted: real time
        attributes = LEVEL[name]
        out.numbers(name, "f4", grid, stored, fill=99999.0, **attributes)
        out.text(f"{name}_QC", grid, flags(stored, rng), **quality)
        out.numbers(f"{name}_ADJUSTED", "f4", grid, adjusted, fill=99999.0, **attributes)
        out.text(f"{name}_ADJUSTED_QC", grid, flags(adjusted, rng), **quality)
        out.numbers(f"{name}_ADJUSTED_ERROR", "f4", grid, np.where(adjusted == 99999.0, 99999.0, error), fill=99999.0,
                    long_name=ERROR, units=attributes["units"], C_format=attributes["C_format"],
                    FORTRAN_format=attributes["FORTRAN_format"], resolution=attributes["resolution"])


def write_calibration(out):
    shape = ("N_PROF", "N_CALIB", "N_PARAM")
    out.text("PARAMETER", (*shape, "STRING16"), [[PARAMETERS]] * PROFILES,
             long_name="List of parameters with calibration information", conventions="Argo reference table 3")
    for name, meaning, texts in (
        ("EQUATION", "Calibration equation for this parameter",
         ("PRES_ADJUSTED = PRES", "TEMP_ADJUSTED = TEMP", "PSAL_ADJUSTED = PSAL + dS")),
        ("COEFFICIENT", "Calibration coefficients for this equation", ("none", "none", "dS = -0.004")),
        ("COMMENT", "Comment applying to this parameter calibration",
         ("No adjustment", "No adjustment", "Synthetic drift of the sensor")),
    ):
        out.text(f"SCIENTIFIC_CALIB_{name}", (*shape, "STRING256"), [[texts]] * PROFILES, long_name=meaning)
    out.text("SCIENTIFIC_CALIB_DATE", (*shape, "DATE_TIME"), [[["20230110000000"] * 3]] * PROFILES,
             long_name="Date of calibration", conventions="YYYYMMDDHHMISS")


def write_history(out):
    """Dimension N_HISTORY is unlimited, and has no entry, as in most files."""
    rows = ("N_HISTORY", "N_PROF")
    for name, size, meaning, conventions in (
        ("INSTITUTION", "STRING4", "Institution which performed action", "Argo reference table 4"),
        ("STEP", "STRING4", "Step in data processing", "Argo reference table 12"),
        ("SOFTWARE", "STRING4", "Name of software which performed action", "Institution dependent"),
        ("SOFTWARE_RELEASE", "STRING4", "Version/release of software which performed action",
         "Institution dependent"),
        ("REFERENCE", "STRING64", "Reference of database", "Institution dependent"),
        ("DATE", "DATE_TIME", "Date the history record was created", "YYYYMMDDHHMISS"),
        ("ACTION", "STRING4", "Action performed on data", "Argo reference table 7"),
        ("PARAMETER", "STRING16", "Station parameter action is performed on", "Argo reference table 3"),
    ):
        out.text(f"HISTORY_{name}", (*rows, size), long_name=meaning, conventions=conventions)
    out.numbers("HISTORY_START_PRES", "f4", rows, fill=99999.0, long_name="Start pressure action applied on",
                units="decibar")
    out.numbers("HISTORY_STOP_PRES", "f4", rows, fill=99999.0, long_name="Stop pressure action applied on",
                units="decibar")
    out.numbers("HISTORY_PREVIOUS_VALUE", "f4", rows, fill=99999.0,
                long_name="Parameter/Flag previous value before action")
    out.text("HISTORY_QCTEST", (*rows, "STRING16"),
             long_name="Documentation of tests performed, tests failed (in hex form)",
             conventions="Write tests performed when ACTION=QCP$; tests failed when ACTION=QCF$")


def main(folder):
    rng = random.Random(2900999)
    out = Writer(Path(folder) / "2900999_prof.nc")
    write_file_variables(out)
    write_float_variables(out)
    write_station_variables(out, rng)
    write_levels(out, rng)
    write_calibration(out)
    write_history(out)
    out.file.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
