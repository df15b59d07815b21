import {
  CloudOptimisedError,
  type Column,
  type Dataset,
  decodeColumns,
  hintVariables,
  isFixed,
  type LabelledColumn,
  type SourceContext,
  type Table,
  toTable,
  wantedVariables,
} from 'cloud-optimised/handler';
import { GenericParquetHandler } from './generic-parquet-handler.js';

const PROFILE = 'N_PROF';
const LEVEL = 'N_LEVELS';

/**
 * Argo profile files (`*_prof.nc`): one row for each level of each profile. Variables of other dimensions (parameters,
 * history, calibration) are left out; their columns have no values.
 */
export class ArgoHandler extends GenericParquetHandler {
  protected override async readDataset(dataset: Dataset, { source, report }: SourceContext): Promise<Table> {
    const refuse = (reason: string) =>
      new CloudOptimisedError('CO_HANDLER_SOURCE', { uri: source.uri, handler: 'ArgoHandler', reason });
    if (!source.name.endsWith('_prof.nc')) throw refuse(`its name does not end in '_prof.nc'`);
    for (const dimension of [PROFILE, LEVEL])
      if (!dataset.dimensions.has(dimension)) throw refuse(`it has no dimension '${dimension}'`);
    await hintVariables(dataset, [...dataset.variables.values()].filter(isOfProfiles), this.plan, report);
    const variables = wantedVariables(dataset, this.plan);
    const decoded = await decodeColumns(dataset, variables.filter(isOfProfiles), this.plan);
    return toTable(
      dataset,
      new Map([...decoded].map(([name, column]) => [name, trimmedIf(name === 'PLATFORM_NUMBER', column)])),
    );
  }
}

/** Whether a variable has one value per profile, or per level of each. The last dimension of a text is its length. */
function isOfProfiles({ type, dimensions }: { type: string; dimensions: readonly string[] }): boolean {
  const own = type === 'char' && !isProfileAxis(dimensions.at(-1)) ? dimensions.slice(0, -1) : dimensions;
  return own[0] === PROFILE && own.every(isProfileAxis);
}

function isProfileAxis(dimension: string | undefined): boolean {
  return dimension === PROFILE || dimension === LEVEL;
}

/** Platform numbers are padded to eight characters; as a partition they are the bare number. */
function trimmedIf(trim: boolean, labelled: LabelledColumn): LabelledColumn {
  const { column, dimensions } = labelled;
  if (!trim || isFixed(column)) return labelled;
  const trimmed: Column = { ...column, categories: column.categories.map((text) => String(text).trim()) };
  return { column: trimmed, dimensions };
}
