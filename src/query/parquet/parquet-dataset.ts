import type {
  Box,
  DatasetDescription,
  PublishedDataset,
  Selection,
  TimeSpan,
} from '../../contracts/published-dataset.js';
import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { HiveKey } from '../../formats/parquet/hive-keys.js';
import { type ColumnType, nullColumn } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import { columnsLookedAt } from '../conditions.js';
import { boxAround } from '../places.js';
import { thresholdOf } from '../thresholds.js';
import { areasOf, folderFilter, leastFarnessOf, startOf } from './folder-filter.js';
import { nearestRows } from './nearest-rows.js';
import { stretchOf } from './partition-time.js';
import type { ObjectPlaces } from './places.js';
import type { DatasetQuestion } from './question.js';
import type { DatasetSchema } from './schema.js';
import type { PartitionScheme } from './scheme.js';
import { selectRows } from './select-rows.js';
import type { Stated } from './stated.js';

/** What a dataset is made of, as it is found when it is opened. */
export interface DatasetParts {
  readonly uri: string;
  /** Last part of its address, without the extension. */
  readonly name: string;
  /** The dataset's own folder. */
  readonly storage: Storage;
  readonly places: ObjectPlaces;
  readonly schema: DatasetSchema;
  readonly scheme: PartitionScheme;
  /** What all footers state, where they were read for want of a sidecar. */
  readonly stated: Stated | undefined;
}

/** A dataset of Parquet objects in `key=value` folders. */
export class ParquetDataset implements PublishedDataset {
  readonly uri: string;
  readonly format = 'parquet';
  readonly #parts: DatasetParts;

  constructor(parts: DatasetParts) {
    this.uri = parts.uri;
    this.#parts = parts;
  }

  async describe(): Promise<DatasetDescription> {
    const { name, uri, schema, scheme, places, stated } = this.#parts;
    const values = await places.values();
    const temporalExtent = stated?.times ?? timesOf(values, scheme);
    const spatialExtent = stated?.box ?? spaceOf(values, scheme);
    const from = stated ? 'values' : 'partitions';
    return {
      name,
      uri,
      format: this.format,
      attributes: schema.attributes,
      variables: [...schema.fields.values()].map((field) => ({ ...field, dimensions: [], shape: [] })),
      partitions: scheme.names,
      roles: scheme.roles,
      rows: places.rows ?? stated?.rows,
      ...(temporalExtent && { temporalExtent, temporalExtentFrom: from }),
      ...(spatialExtent && { spatialExtent, spatialExtentFrom: from }),
    };
  }

  /** Where no row fits, one table without rows: it tells the columns and their types. */
  async *select(selection: Selection): AsyncGenerator<Table> {
    const question = this.#question(selection);
    let isEmpty = true;
    for await (const table of this.#fitting(selection, question)) {
      isEmpty = false;
      yield table;
    }
    if (isEmpty) yield new Table(question.wanted.map((name) => [name, nullColumn(typeOf(question, name), 0)]));
  }

  async *#fitting(selection: Selection, question: DatasetQuestion): AsyncGenerator<Table> {
    const { storage, places, scheme, uri, schema } = this.#parts;
    const matching = places.matching(folderFilter({ scheme, fields: schema.fields, selection, uri }));
    const { point } = selection;
    if (!point) {
      yield* selectRows(matching, storage, question);
      return;
    }
    const least = leastFarnessOf(point, scheme);
    yield* nearestRows(matching, storage, { ...question, point }, ({ keys }) => least(keys));
  }

  async close(): Promise<void> {}

  /** @throws CO_COLUMN_UNKNOWN, CO_QUERY_ROLE, CO_QUERY_VALUE: before anything is read */
  #question(selection: Selection): DatasetQuestion {
    const { uri, schema, scheme } = this.#parts;
    const { fields } = schema;
    const known = [...fields.keys()];
    const wanted = selection.columns ?? known;
    const lookedAt = columnsLookedAt(selection, scheme.roles, uri);
    for (const column of [...wanted, ...lookedAt])
      if (!fields.has(column)) throw new CloudOptimisedError('CO_COLUMN_UNKNOWN', { column, known });
    for (const condition of selection.where ?? [])
      thresholdOf(condition, fields.get(condition.column)?.type ?? 'string');
    return { uri, selection, roles: scheme.roles, fields, lookedAt, wanted };
  }
}

function typeOf({ fields }: DatasetQuestion, name: string): ColumnType {
  return fields.get(name)?.type ?? 'string';
}

type Values = ReadonlyMap<string, readonly HiveKey[]>;

function timesOf(values: Values, { time }: PartitionScheme): Required<TimeSpan> | undefined {
  if (!time) return undefined;
  const starts = (values.get(time.name) ?? []).flatMap(startOf).sort((a, b) => (a < b ? -1 : 1));
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { start: stretchOf(first, time.period).first, end: stretchOf(last, time.period).last };
}

function spaceOf(values: Values, scheme: PartitionScheme): Box | undefined {
  return boxAround([...areasOf(values.get(scheme.space?.name ?? '') ?? [], scheme).values()]);
}
