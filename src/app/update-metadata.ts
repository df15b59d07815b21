import { loadDatasetConfig } from '../config/index.js';
import type { MetadataRevision } from '../metadata/index.js';
import { acceptedChanges } from '../metadata/index.js';
import { configOptions } from './config-files.js';
import { type Container, createContainer } from './container.js';
import { openTarget } from './dataset-target.js';
import { type RunSetup, runSetupOf } from './run-setup.js';

/** How metadata is brought up to a config. */
export interface MetadataOptions {
  /** Folder or address instead of the config's bucket and prefix; the dataset is `<output>/<dataset_name>.<format>`. */
  readonly output?: string | undefined;
  /** JSON text, or `@file`, merged over the config. */
  readonly override?: string | undefined;
  /** Changes of meaning that the caller vouches for, each as `VARIABLE.ATTRIBUTE`. */
  readonly accept?: readonly string[];
  /** Modules that bring handlers. */
  readonly plugins?: readonly string[];
  /** Tell what would change, and write nothing. */
  readonly dryRun?: boolean;
  /** How long to wait for another writer, seconds. */
  readonly wait?: number | undefined;
  /** Where relative paths begin. */
  readonly workingFolder?: string;
  /** A container with parts replaced. */
  readonly container?: Container;
}

/** Which dataset's, and how. */
export interface UpdateMetadataOptions extends MetadataOptions {
  /** Name, path or address of a dataset config. */
  readonly config: string;
}

/** What became of the metadata of a dataset. */
export interface MetadataUpdated extends MetadataRevision {
  readonly dataset: string;
  /** Address of the dataset. */
  readonly target: string;
  readonly dryRun: boolean;
}

/**
 * Brings the attributes of a published dataset up to its config, without processing a file. What stored values are read by stays, and is
 * told in `left`.
 *
 * @throws CO_CONFIG_…, CO_HANDLER_…, CO_PLUGIN_…, CO_METADATA_…, CO_LOCKED, CO_CUBE_CONFLICT, or a storage error
 */
export async function updateMetadata(options: UpdateMetadataOptions): Promise<MetadataUpdated> {
  const { workingFolder = process.cwd(), container = createContainer(), dryRun = false } = options;
  const accepted = acceptedChanges(options.accept ?? []);
  const lookup = { ...configOptions(workingFolder), override: options.override };
  const config = await loadDatasetConfig(options.config, lookup);
  const setup = runSetupOf(config, options, { workingFolder, workers: 1 });
  const target = await openTarget(setup);
  const { dataset, ledger, address: uri } = target;
  const place = { name: config.name, uri, dataset, ledger, accepted, dryRun, wait: options.wait ?? 0 };
  try {
    const update = config.format === 'parquet' ? updateTable : updateCube;
    return { dataset: config.name, target: uri, dryRun, ...(await update(place, container, setup)) };
  } finally {
    await target.close();
  }
}

type Place = import('../metadata/index.js').MetadataPlace;

async function updateTable(place: Place, container: Container, setup: RunSetup): Promise<MetadataRevision> {
  const [{ updateTableMetadata }, { wantedTableMetadata }] = await Promise.all([
    import('../metadata/index.js'),
    import('./table-metadata.js'),
  ]);
  return await updateTableMetadata(place, wantedTableMetadata(container, setup));
}

async function updateCube(place: Place, _container: Container, { config }: RunSetup): Promise<MetadataRevision> {
  const [{ updateCubeMetadata }, { wantedCubeMetadata }] = await Promise.all([
    import('../metadata/index.js'),
    import('./cube-metadata.js'),
  ]);
  return await updateCubeMetadata(place, wantedCubeMetadata(config));
}
