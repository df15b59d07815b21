/**
 * The datasets of a folder or bucket: what each is, where and when it lies, and what it is made of.
 *
 * @module
 */
import type { Box, DatasetDescription, PublishedDataset, TimeSpan } from '../contracts/published-dataset.js';
import type { Storage } from '../contracts/storage.js';
import { Ledger } from '../engine/ledger/ledger.js';
import { CloudOptimisedError, describeError, type Failure } from '../errors/index.js';
import { attributeText } from '../model/attributes.js';
import { withRoot } from '../storage/index.js';
import { ahead } from './ahead.js';

/** Datasets that are read at once. */
const CONCURRENT = 8;

/** One dataset of a catalogue. What is not known is absent. */
export interface CatalogueEntry {
  /** Its name, without the format. */
  readonly name: string;
  readonly uri: string;
  /** `parquet`, `zarr`. */
  readonly format: string;
  readonly title?: string | undefined;
  /** Rows of a table, or cells of a cube's grid. */
  readonly rows?: number | undefined;
  readonly temporalExtent?: Required<TimeSpan> | undefined;
  readonly temporalExtentFrom?: DatasetDescription['temporalExtentFrom'];
  readonly spatialExtent?: Box | undefined;
  readonly spatialExtentFrom?: DatasetDescription['spatialExtentFrom'];
  /** How many files it was made of, and their bytes, by its ledger. */
  readonly sources?: number | undefined;
  readonly sourceBytes?: number | undefined;
  /** Why it cannot be read. */
  readonly error?: Failure | undefined;
}

/** A folder that holds datasets. */
export interface CatalogueFolder {
  /** The folder as a storage of its own. */
  readonly storage: Storage;
  /** Its address, without a slash at its end. */
  readonly uri: string;
  /** Opens the dataset in the folder `name`, which is `<dataset>.<format>`. */
  open(name: string): Promise<PublishedDataset>;
}

/**
 * All datasets directly below a folder, by name. Of each, its metadata, its coordinates and its ledger are read; its objects are not
 * listed. What cannot be read is told with its error, and the others go on.
 *
 * @param formats the formats that a folder's name may end in
 * @throws CO_CATALOGUE_UNLISTED where the storage has no listings, or a storage error
 */
export async function* listDatasets(
  folder: CatalogueFolder,
  formats: readonly string[],
): AsyncGenerator<CatalogueEntry> {
  const { storage, uri } = folder;
  if (!storage.supportsListing) throw new CloudOptimisedError('CO_CATALOGUE_UNLISTED', { uri });
  const [names, ledgers] = await Promise.all([storage.listFolders(''), storage.listFolders('_ledger/')]);
  const found = names.flatMap((name) => {
    const format = formats.find((known) => name.endsWith(`.${known}`) && name.length > known.length + 1);
    return format === undefined ? [] : [{ name: name.slice(0, -format.length - 1), uri: `${uri}/${name}`, format }];
  });
  const known = new Set(ledgers);
  yield* ahead(found, CONCURRENT, async (dataset) => ({ ...dataset, ...(await tellDataset(folder, dataset, known)) }));
}

async function tellDataset(
  folder: CatalogueFolder,
  { name, format }: Pick<CatalogueEntry, 'name' | 'format'>,
  ledgers: ReadonlySet<string>,
): Promise<Partial<CatalogueEntry>> {
  const own = `${name}.${format}`;
  const [metadata, made] = await Promise.allSettled([
    describe(folder, own),
    ledgers.has(own) ? tellSources(folder, own) : {},
  ]);
  const failed = [metadata, made].find((outcome) => outcome.status === 'rejected');
  return {
    ...(metadata.status === 'fulfilled' ? metadata.value : {}),
    ...(made.status === 'fulfilled' ? made.value : {}),
    ...(failed ? { error: describeError(failed.reason) } : {}),
  };
}

async function describe(folder: CatalogueFolder, name: string): Promise<Partial<CatalogueEntry>> {
  const dataset = await folder.open(name);
  try {
    const { attributes, rows, ...told } = await dataset.describe();
    const { temporalExtent, temporalExtentFrom, spatialExtent, spatialExtentFrom } = told;
    const title = attributeText(attributes, 'title');
    return { title, rows, temporalExtent, temporalExtentFrom, spatialExtent, spatialExtentFrom };
  } finally {
    await dataset.close();
  }
}

/** Who publishes by other means has no ledger. */
async function tellSources({ storage }: CatalogueFolder, name: string): Promise<Partial<CatalogueEntry>> {
  const ledger = await Ledger.open(withRoot(storage, `_ledger/${name}/`));
  if (ledger.size === 0) return {};
  let sourceBytes = 0;
  for (const { size } of ledger.entries()) sourceBytes += size;
  return { sources: ledger.size, sourceBytes };
}
