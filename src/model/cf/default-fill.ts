import type { NumericType } from '../data-type.js';

/** What netCDF shows where nothing was written and no `_FillValue` is set (netcdf.h, NC_FILL_*). */
export const DEFAULT_FILL = {
  int8: -127,
  uint8: 255,
  int16: -32767,
  uint16: 65535,
  int32: -2147483647,
  uint32: 4294967295,
  int64: -9223372036854775806n,
  uint64: 18446744073709551614n,
  float32: Math.fround(9.969209968386869e36),
  float64: 9.969209968386869e36,
} satisfies Record<NumericType, number | bigint>;
