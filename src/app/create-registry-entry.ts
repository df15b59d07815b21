import { mkdir } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { CloudOptimisedError, describeError } from '../errors/index.js';
import { BLOCK, type Change, differenceOf, replaceFile } from '../registry/index.js';
import { type Draft, type DraftFile, type DraftOptions, draftOf } from './registry-draft.js';
import {
  type RegistryEvent,
  type RegistrySummary,
  type ReplaceAnswer,
  type ReplaceQuestion,
  summaryOf,
} from './registry-events.js';
import { configsIn, readCollections, readSettings } from './registry-inputs.js';
import { type EntryPlan, isOfOneDataset, type PlanOptions, planEntry } from './registry-plan.js';

/** Which datasets are described, from what, and where to. */
export interface CreateRegistryEntriesOptions {
  /** Configs by NAME or FILE. */
  readonly configs?: readonly string[] | undefined;
  /** Or all configs of a folder, or `shipped` for those of the package. */
  readonly all?: { readonly folder: string } | 'shipped' | undefined;
  /** Folder that gets the entries; made where it is not there. */
  readonly folder: string;
  /** Record of a catalogue: `true` for the one of the config's `metadata_uuid`, else an identifier or an address. */
  readonly record?: string | true | undefined;
  /** Base of a GeoNetwork; goes before that of the settings. */
  readonly catalogue?: string | undefined;
  /** CSV file of collections. */
  readonly collections?: string | undefined;
  /** File of settings; by default `registry-settings.json` of the working folder, where there is one. */
  readonly settings?: string | undefined;
  /** Folder or address of the published datasets, instead of the bucket and prefix of their configs. */
  readonly output?: string | undefined;
  /** Whether the published datasets are asked for their extents. */
  readonly extent?: boolean | undefined;
  /** Whether `<name>.stac.json`, a collection of STAC, is written, too. */
  readonly stac?: boolean | undefined;
  /** Whether `<name>.dcat.jsonld`, a dataset of DCAT, is written, too. */
  readonly dcat?: boolean | undefined;
  readonly replace: ReplaceAnswer;
  readonly workingFolder?: string | undefined;
  readonly observer?: ((event: RegistryEvent) => void) | undefined;
  /** Ends the work between two datasets. */
  readonly signal?: AbortSignal | undefined;
}

/** A config, and what its entry would become, or why that is not known. */
type Planned =
  | { readonly config: string; readonly plan: EntryPlan }
  | { readonly config: string; readonly error: unknown };

/** What a run needs at each dataset. */
interface Run {
  readonly options: CreateRegistryEntriesOptions;
  readonly workingFolder: string;
  readonly draft: Omit<DraftOptions, 'extent'>;
}

/**
 * Describes datasets for the Registry of Open Data on AWS: completes the entries of their configs from a record, collections and
 * settings, and writes each that the registry would take back into its config, and as `<folder>/<name>.yaml`. A config whose entry
 * the registry would refuse stays as it is. What is wrong with one dataset does not keep the others.
 *
 * @throws CO_REGISTRY_OVERWRITE before anything is written, where something would be replaced and `replace` is `never`;
 *   CO_REGISTRY_SETTINGS, CO_REGISTRY_COLLECTIONS, CO_REGISTRY_NO_CONFIG; what `replace` throws
 */
export async function createRegistryEntries(options: CreateRegistryEntriesOptions): Promise<RegistrySummary> {
  const { workingFolder = process.cwd(), observer = () => {}, signal } = options;
  const settings = await readSettings(options.settings, workingFolder);
  const folder = resolve(workingFolder, options.folder);
  const run: Run = {
    options,
    workingFolder,
    draft: { folder, settings, stac: options.stac ?? false, dcat: options.dcat ?? false },
  };
  const all = await planAll(run, await planOptionsOf(run));
  if (options.replace === 'never') await refuseReplacing(run, all);
  const events: RegistryEvent[] = [];
  for (const planned of all) {
    if (signal?.aborted) break;
    const event = await finish(planned, run);
    events.push(event);
    observer(event);
  }
  return summaryOf(events, folder, all.length - events.length);
}

async function planOptionsOf({ options, workingFolder, draft }: Run): Promise<PlanOptions> {
  const { record, catalogue, output, extent, collections, signal } = options;
  const rows = collections === undefined ? undefined : await readCollections(collections, workingFolder);
  return {
    workingFolder,
    passOver: options.all !== undefined,
    settings: draft.settings,
    record,
    catalogue,
    output,
    extent,
    signal,
    collections: rows,
  };
}

async function planAll({ options, workingFolder }: Run, planning: PlanOptions): Promise<Planned[]> {
  const { all, configs = [], signal } = options;
  const found = all && (await configsIn(all === 'shipped' ? undefined : all.folder, workingFolder));
  const planned: Planned[] = (found?.unreadable ?? []).map(({ file, error }) => ({ config: file, error }));
  for (const config of found?.datasets ?? configs) {
    if (signal?.aborted) break;
    planned.push(await planOne(config, planning));
  }
  return planned;
}

async function planOne(config: string, planning: PlanOptions): Promise<Planned> {
  try {
    return { config, plan: await planEntry(config, planning) };
  } catch (error) {
    if (isOfOneDataset(error)) return { config, error };
    throw error;
  }
}

/** Names everything that would be replaced by all changes of all plans. */
async function refuseReplacing(run: Run, all: readonly Planned[]): Promise<void> {
  const places: string[] = [];
  for (const planned of all) {
    if ('error' in planned || planned.plan.skipped !== undefined) continue;
    const { config, changes } = planned.plan;
    const { files } = await draft(run, planned.plan, changes);
    places.push(...changes.filter(({ replaces }) => replaces).map(({ field }) => placeOf(run, config.file, field)));
    for (const file of files) if (await isReplaced(file, planned.plan, run)) places.push(shownPath(run, file.path));
  }
  if (places.length > 0) throw new CloudOptimisedError('CO_REGISTRY_OVERWRITE', { places });
}

async function finish(planned: Planned, run: Run): Promise<RegistryEvent> {
  const nothing = { type: 'entry', config: planned.config, files: [], fields: [], warnings: [] } as const;
  if ('error' in planned) return { ...nothing, outcome: 'failed', ...describeError(planned.error) };
  const { plan } = planned;
  const about = { ...nothing, dataset: plan.config.name, warnings: [...plan.warnings, ...placeWarnings(plan, run)] };
  if (plan.skipped !== undefined) return { ...about, outcome: 'skipped', message: plan.skipped };
  const files: string[] = [];
  const accepted = await acceptedChanges(plan, run);
  const fields = accepted.map(({ field }) => field);
  try {
    await write(plan, await draft(run, plan, accepted), run, (path) => files.push(shownPath(run, path)));
    return { ...about, outcome: files.length > 0 ? 'written' : 'unchanged', files, fields };
  } catch (error) {
    if (!isOfOneDataset(error)) throw error;
    return { ...about, outcome: 'failed', files, fields: files.length > 0 ? fields : [], ...describeError(error) };
  }
}

/** A collection of STAC has to say where its data lie. */
function placeWarnings({ extent }: EntryPlan, { draft }: Run): string[] {
  if (!draft.stac || extent.boxes.length > 0) return [];
  return ['nobody tells where it lies, so its STAC collection says: everywhere'];
}

async function acceptedChanges({ config, changes }: EntryPlan, run: Run): Promise<Change[]> {
  const accepted: Change[] = [];
  for (const change of changes) {
    const { field, from, before, after } = change;
    const question = async () => ({
      place: placeOf(run, config.file, field),
      from,
      difference: await differenceOf(before, after),
    });
    if (!change.replaces || (await mayReplace(config.name, run, question))) accepted.push(change);
  }
  return accepted;
}

/** Nothing is written where the registry would refuse the entry; else all that is to be asked is asked before the first file is. */
async function write(plan: EntryPlan, drafted: Draft, run: Run, told: (path: string) => void): Promise<void> {
  const { config } = plan;
  const { problems } = drafted;
  if (problems.length > 0) throw new CloudOptimisedError('CO_REGISTRY_ENTRY_INVALID', { file: config.file, problems });
  const chosen: DraftFile[] = [];
  for (const file of drafted.files) {
    if (file.present === file.text) continue;
    const question = async () => ({
      place: shownPath(run, file.path),
      difference: await differenceOf(file.present, file.text),
    });
    if (!(await isReplaced(file, plan, run)) || (await mayReplace(config.name, run, question))) chosen.push(file);
  }
  if (drafted.configText !== config.text) {
    await replaceFile(config.file, drafted.configText, config.text);
    told(config.file);
  }
  if (chosen.length > 0) await mkdir(run.draft.folder, { recursive: true });
  for (const { path, text, present } of chosen) {
    await replaceFile(path, text, present);
    told(path);
  }
}

async function mayReplace(
  dataset: string,
  { options: { replace } }: Run,
  question: () => Promise<Omit<ReplaceQuestion, 'dataset'>>,
): Promise<boolean> {
  return typeof replace === 'function' ? replace({ dataset, ...(await question()) }) : replace === 'always';
}

function draft(run: Run, plan: EntryPlan, changes: readonly Change[]): Promise<Draft> {
  return draftOf(plan.config, changes, { ...run.draft, extent: plan.extent });
}

/** Whether a file says something that would be lost: more than what its config, as it stands, would have it say. */
async function isReplaced({ path, present, text }: DraftFile, plan: EntryPlan, run: Run): Promise<boolean> {
  if (present === undefined || present === text) return false;
  const { files } = await draft(run, plan, []);
  return files.find((file) => file.path === path)?.text !== present;
}

function placeOf(run: Run, file: string, field: string): string {
  return `${shownPath(run, file)}#/${BLOCK}/${field}`;
}

/** Below the working folder, paths are told from there. */
function shownPath({ workingFolder }: Run, path: string): string {
  const below = relative(workingFolder, path);
  return below === '' || below.startsWith('..') ? path : below;
}
