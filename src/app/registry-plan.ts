import { isAddress } from '../config/find-config.js';
import type { JsonObject } from '../config/json.js';
import { CloudOptimisedError, isCoded } from '../errors/index.js';
import {
  BLOCK,
  type CatalogueRecord,
  type Change,
  type CollectionRow,
  type Collections,
  type DatasetExtent,
  type DatasetFacts,
  extentOfConfig,
  extentOfRecord,
  firstExtent,
  geonetworkRecord,
  isOpen,
  namesAddress,
  proposedChanges,
  type ReadConfig,
  type RegistrySettings,
  readConfig,
  readRecord,
} from '../registry/index.js';
import { configOptions } from './config-files.js';
import { outputOf, s3OptionsOf } from './output.js';

/** What all plans of a run share. */
export interface PlanOptions {
  readonly workingFolder: string;
  /** Whether datasets without an entry are passed over, since they may not be meant for the registry. */
  readonly passOver: boolean;
  readonly settings: RegistrySettings;
  /** `true`: the record of the config's `metadata_uuid`; a text: an identifier or address. */
  readonly record?: string | true | undefined;
  readonly catalogue?: string | undefined;
  readonly collections?: Collections | undefined;
  /** Folder or address of published datasets instead of the config's. */
  readonly output?: string | undefined;
  /** Whether the published dataset is asked for its extent. */
  readonly extent?: boolean | undefined;
  /** Ends what is asked of a catalogue. */
  readonly signal?: AbortSignal | undefined;
}

/** What a dataset's entry would become. */
export interface EntryPlan {
  readonly config: ReadConfig;
  readonly changes: readonly Change[];
  readonly extent: DatasetExtent;
  readonly warnings: readonly string[];
  /** Why no entry is written; absent where one is. */
  readonly skipped?: string;
}

/**
 * Plans one dataset's entry; nothing is written.
 *
 * @throws CO_CONFIG_…, CO_REGISTRY_CONFIG, and with a record CO_CATALOGUE_… and CO_RECORD_…
 */
export async function planEntry(reference: string, options: PlanOptions): Promise<EntryPlan> {
  const config = await readConfig(reference, configOptions(options.workingFolder));
  const row = options.collections?.rows.get(config.name);
  const gate = options.collections ? gateOf(row) : entryGate(config, options);
  if (gate !== undefined)
    return { config, changes: [], extent: { boxes: [], periods: [] }, warnings: [], skipped: gate };
  const facts = factsOf(config, options);
  const record = options.record === undefined ? undefined : await recordOf(config, options.record, options);
  const changes = proposedChanges({ facts, settings: options.settings, record, row });
  checkWritable(config, changes);
  const extent = await extentOf(config, facts, record, options);
  return { config, changes, extent, warnings: warningsOf(facts, changes, row, options.collections) };
}

function gateOf(row: CollectionRow | undefined): string | undefined {
  if (row === undefined) return 'the collections do not have it';
  return row.isConverted ? undefined : 'its conversion is not done, the collections say';
}

function entryGate({ document }: ReadConfig, { passOver, record }: PlanOptions): string | undefined {
  if (!passOver || record !== undefined || !isOpen(document[BLOCK])) return undefined;
  return `it has no ${BLOCK}; with -f it is told what that needs, with -g a record fills it`;
}

function factsOf(config: ReadConfig, { output, workingFolder }: PlanOptions): DatasetFacts {
  const named = { document: config.document } as unknown as Parameters<typeof outputOf>[0];
  const folder = outputOf(named, output, workingFolder);
  const isS3 = folder.startsWith('s3://');
  const { name, format, uuid, entry } = config;
  const address = isS3 ? `${folder.replace(/\/+$/, '')}/${name}.${format}` : undefined;
  return { name, format, uuid, entry, address, region: s3OptionsOf(named, 'output_data').region };
}

async function recordOf(config: ReadConfig, asked: string | true, options: PlanOptions): Promise<CatalogueRecord> {
  const uuid = asked === true ? config.uuid : asked;
  if (uuid === undefined) {
    const reason = 'it has no metadata_uuid, by which -g would look it up';
    throw new CloudOptimisedError('CO_REGISTRY_CONFIG', { file: config.file, reason });
  }
  const documented = geonetworkRecord(String(config.entry.Documentation ?? ''))?.catalogue;
  const catalogue = options.catalogue ?? options.settings.catalogue ?? documented;
  return readRecord({ uuid, catalogue, signal: options.signal });
}

/** Refused before anything is asked. */
function checkWritable({ file }: ReadConfig, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const reason = isAddress(file)
    ? 'its entry cannot be written back, since it is no file on this machine'
    : /[\\/]node_modules[\\/]/.test(file)
      ? 'its entry cannot be written back into an installed package; copy it into the working folder first'
      : undefined;
  if (reason) throw new CloudOptimisedError('CO_REGISTRY_CONFIG', { file, reason });
}

/** Of the published dataset where it is asked, else of the record, else of the config. */
async function extentOf(
  config: ReadConfig,
  facts: DatasetFacts,
  record: CatalogueRecord | undefined,
  options: PlanOptions,
): Promise<DatasetExtent> {
  const told = [...(record ? [extentOfRecord(record)] : []), extentOfConfig(config.document as JsonObject)];
  if (!options.extent) return firstExtent(told);
  const { extentOfPublished } = await import('./registry-extent.js');
  return firstExtent([await extentOfPublished(config, facts, options), ...told]);
}

function warningsOf(
  facts: DatasetFacts,
  changes: readonly Change[],
  row: CollectionRow | undefined,
  collections: Collections | undefined,
): string[] {
  const after = (field: string) => changes.find((change) => change.field === field)?.after ?? facts.entry[field];
  const tags = after('Tags');
  return [
    ...(row && !row.isReady
      ? ['the collections do not call it ready for the registry; their fields were not taken']
      : []),
    ...(collections?.duplicates.includes(facts.name)
      ? ['it stands in several rows of the collections; one was taken']
      : []),
    ...(facts.address !== undefined && !namesAddress(after('Resources'), facts.address)
      ? [`its Resources do not name '${facts.address}', where the config publishes it`]
      : []),
    ...(Array.isArray(tags) && tags.length === 0 ? ['it has no Tags, by which it would be found'] : []),
  ];
}

/** Whether a failure concerns one dataset only, so that the others go on. */
export function isOfOneDataset(error: unknown): boolean {
  return isCoded(error) && !isCoded(error, 'CO_INTERRUPTED', 'CO_REGISTRY_OVERWRITE');
}
