import {
  CloudOptimisedError,
  type Dataset,
  decodeColumns,
  type FixedColumn,
  isFixed,
  isNull,
  type LabelledColumn,
  type SourceContext,
  type Table,
  takeRows,
  toTable,
} from 'cloud-optimised/handler';
import { GenericParquetHandler } from './generic-parquet-handler.js';

const OBSERVATION = 'OBSERVATION';
const INSTRUMENT = 'INSTRUMENT';
const INDEX = 'instrument_index';

/**
 * Hourly time series of moorings: values per observation, joined with what is told per instrument through
 * `instrument_index` (CF indexed ragged array; positions count from 0). One row for each observation.
 */
export class AnmnHourlyTsHandler extends GenericParquetHandler {
  protected override async readDataset(dataset: Dataset, { source }: SourceContext): Promise<Table> {
    const refuse = (reason: string) =>
      new CloudOptimisedError('CO_HANDLER_SOURCE', { uri: source.uri, handler: 'AnmnHourlyTsHandler', reason });
    const decoded = await decodeColumns(dataset, [...dataset.variables.values()], this.plan);
    const found = new Set([...decoded.values()].flatMap(({ dimensions }) => dimensions));
    if (found.size !== 2 || !found.has(OBSERVATION) || !found.has(INSTRUMENT))
      throw refuse(`its dimensions are ${[...found].join(', ')}, not ${OBSERVATION} and ${INSTRUMENT}`);
    for (const [name, { dimensions }] of decoded)
      if (dimensions.length > 1) throw refuse(`variable '${name}' depends on both dimensions`);
    const index = decoded.get(INDEX);
    if (!index || index.dimensions[0] !== OBSERVATION || !isFixed(index.column))
      throw refuse(`it has no variable '${INDEX}' of numbers over ${OBSERVATION}`);
    const rows = instrumentRows(index.column, dataset.dimensions.get(INSTRUMENT) ?? 0, source.uri);
    return toTable(dataset, new Map([...decoded].map(([name, column]) => [name, perObservation(column, rows)])));
  }
}

function perObservation({ column, dimensions }: LabelledColumn, rows: Uint32Array): LabelledColumn {
  if (dimensions[0] !== INSTRUMENT) return { column, dimensions };
  return { column: takeRows(column, rows), dimensions: [OBSERVATION] };
}

/** The instrument of each observation. @throws CO_RAGGED where there is no such instrument */
function instrumentRows(index: FixedColumn, instruments: number, uri: string): Uint32Array {
  return Uint32Array.from(index.values as ArrayLike<number | bigint>, (value, row) => {
    const instrument = Number(value);
    if (!isNull(index, row) && Number.isInteger(instrument) && instrument >= 0 && instrument < instruments)
      return instrument;
    const reason = `${INDEX} of observation ${row} is '${instrument}', and there are ${instruments} instruments`;
    throw new CloudOptimisedError('CO_RAGGED', { uri, reason });
  });
}
