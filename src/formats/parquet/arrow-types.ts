import type { DataType } from 'apache-arrow';
import type { ColumnType } from '../../model/table/column.js';
import type { Arrow } from './arrow-library.js';

const CONSTRUCTORS: Record<ColumnType, (arrow: Arrow) => DataType> = {
  int8: (arrow) => new arrow.Int8(),
  int16: (arrow) => new arrow.Int16(),
  int32: (arrow) => new arrow.Int32(),
  int64: (arrow) => new arrow.Int64(),
  uint8: (arrow) => new arrow.Uint8(),
  uint16: (arrow) => new arrow.Uint16(),
  uint32: (arrow) => new arrow.Uint32(),
  uint64: (arrow) => new arrow.Uint64(),
  float32: (arrow) => new arrow.Float32(),
  float64: (arrow) => new arrow.Float64(),
  bool: (arrow) => new arrow.Bool(),
  'timestamp[ns]': (arrow) => new arrow.TimestampNanosecond(),
  'timestamp[ms]': (arrow) => new arrow.TimestampMillisecond(),
  'duration[ns]': (arrow) => new arrow.DurationNanosecond(),
  'date32[day]': (arrow) => new arrow.DateDay(),
  // Parquet has no type for seconds; like pyarrow, we write milliseconds.
  'time32[s]': (arrow) => new arrow.TimeMillisecond(),
  'time64[us]': (arrow) => new arrow.TimeMicrosecond(),
  string: (arrow) => new arrow.Utf8(),
  binary: (arrow) => new arrow.Binary(),
  'list<string>': (arrow) => new arrow.List(new arrow.Field('element', new arrow.Utf8(), true)),
};

/** The Arrow type of a column type. Timestamps have no zone. */
export function arrowType(arrow: Arrow, type: ColumnType): DataType {
  return CONSTRUCTORS[type](arrow);
}
