import { resolve } from 'node:path';
import { type DatasetConfig, loadDatasetConfig } from '../config/index.js';
import type { LedgerEntry } from '../contracts/ledger.js';
import { type DatasetPlaces, deleteSource, explainSource, type SourceState } from '../pipeline/rows.js';
import { configOptions } from './config-files.js';
import { openTarget } from './dataset-target.js';
import { outputOf, s3OptionsOf } from './output.js';

/** Which dataset, and which of its sources. */
export interface RowsOptions {
  /** Name, path or address of a dataset config. */
  readonly config: string;
  /** Address of the source, or the end of it after a slash where that names one alone. */
  readonly source: string;
  readonly output?: string | undefined;
  readonly workingFolder?: string;
}

/** What the ledger knows of a source. */
export type RowsExplanation = SourceState;

/** Removes the rows, or the steps of a cube, that a source brought. @throws CO_SOURCE_UNKNOWN, CO_LOCKED, CO_CONFIG_… or a storage error */
export function deleteRows(options: RowsOptions): Promise<LedgerEntry> {
  return inDataset(options, async (places, source, { config, address }) => {
    if (config.format === 'parquet') return deleteSource(places, source);
    const [{ deleteSteps }, { planCube }] = await Promise.all([
      import('../pipeline/cube/delete-steps.js'),
      import('../pipeline/cube/cube-plan.js'),
    ]);
    return deleteSteps({ ...places, uri: address, appendDimension: planCube(config).appendDimension }, source);
  });
}

/** Tells what a source brought. @throws CO_SOURCE_UNKNOWN, CO_CONFIG_… or a storage error */
export function explainRows(options: RowsOptions): Promise<RowsExplanation> {
  return inDataset(options, explainSource);
}

async function inDataset<T>(
  { config: reference, source, output: asked, workingFolder = process.cwd() }: RowsOptions,
  work: (places: DatasetPlaces, source: string, dataset: { config: DatasetConfig; address: string }) => Promise<T>,
): Promise<T> {
  const config = await loadDatasetConfig(reference, configOptions(workingFolder));
  const output = outputOf(config, asked, workingFolder);
  const target = await openTarget({ config, output, outputS3: s3OptionsOf(config, 'output_data') });
  try {
    const { dataset, ledger, address } = target;
    const places = { name: config.name, dataset, ledger };
    return await work(places, addressOf(source, workingFolder), { config, address });
  } finally {
    await target.close();
  }
}

/** A path that a person typed may be relative; the ledger has it whole. A bare name is looked up as it is. */
function addressOf(source: string, workingFolder: string): string {
  return /^\.{1,2}\//.test(source) ? resolve(workingFolder, source) : source;
}
