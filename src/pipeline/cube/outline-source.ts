import { createHash } from 'node:crypto';
import type { SourceFile } from '../../contracts/reader.js';
import type { SourceOutline } from '../../engine/cube/outline.js';
import { outlineDataset } from '../../engine/cube/outline-dataset.js';
import { CloudOptimisedError, describeError, type Failure } from '../../errors/index.js';
import { decodeVariable } from '../../model/cf/decode-variable.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import { isFixed, textsOf } from '../../model/table/column.js';
import { type SourceNotes, SourceReport } from '../report.js';
import type { CubeBench } from './cube-bench.js';

/** Name of the task that tells what a source is. */
export const OUTLINE_SOURCE = 'outline-source';

/** Input of the task: plain data. */
export interface OutlineTask {
  readonly source: SourceFile;
}

/** What a source is: plain data. */
export interface OutlinedSource extends SourceNotes {
  readonly source: SourceFile;
  /** Absent where it failed. */
  readonly outline?: SourceOutline;
  /** Digests of the values that do not vary along the append dimension and are no coordinates, by variable. */
  readonly digests: ReadonlyMap<string, string>;
  /** Steps along the append dimension. */
  readonly rows: number;
  readonly failure?: Failure;
  readonly stack?: string | undefined;
}

/** Opens, preprocesses and outlines a source, and keeps it open for the chunks to come. Never throws for what is wrong with it. */
export async function outlineSource(bench: CubeBench, { source }: OutlineTask): Promise<OutlinedSource> {
  const report = new SourceReport();
  try {
    const dataset = await bench.open(source, report);
    const outline = await outlineDataset(dataset, bench.handler.appendDimension);
    const rows = await bench.handler.publish(dataset, { source, report });
    if (rows === 0) throw new CloudOptimisedError('CO_TABLE_EMPTY', { uri: source.uri, dropped: report.dropped });
    const digests = await digestsOf(dataset, outline, bench.handler.appendDimension);
    return { source, outline, digests, rows, ...report.notes() };
  } catch (error) {
    const stack = error instanceof Error ? error.stack : undefined;
    return { source, digests: new Map(), rows: 0, ...report.notes(), failure: describeError(error), stack };
  }
}

async function digestsOf(dataset: Dataset, { values }: SourceOutline, append: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const variable of dataset.variables.values())
    if (!variable.dimensions.includes(append) && !values.has(variable.name))
      digests.set(variable.name, await digestOf(variable, dataset.uri));
  return digests;
}

/** A digest of what the values mean, whatever their encoding. Missing ones are alike. */
export async function digestOf(variable: Variable, uri: string): Promise<string> {
  const { column } = await decodeVariable(variable, { uri, textDimensions: new Set(), declared: 'float64' });
  const hash = createHash('sha256');
  if (!isFixed(column)) return hash.update(JSON.stringify(textsOf(column))).digest('hex');
  const { values, nulls } = column;
  const numbers = Float64Array.from(values as ArrayLike<number | bigint>, (value, i) =>
    nulls?.[i] ? Number.NaN : Number(value) || 0,
  );
  return hash.update(Buffer.from(numbers.buffer)).digest('hex');
}
