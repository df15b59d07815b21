import { validateDatasetConfigFiles } from '../config/index.js';
import { REGISTRY } from '../config/rules/placeholder.js';
import type { Inspection } from '../contracts/inspector.js';
import type { StorageResolver } from '../contracts/storage.js';
import type { ConfigProblem } from '../errors/config-errors.js';
import { CloudOptimisedError } from '../errors/index.js';
import { TEMPLATE_MARK } from '../scaffold/cube/template.js';
import type { Decision } from '../scaffold/decisions.js';
import { type Proposal, type ProposalInput, propose } from '../scaffold/propose.js';
import { type FoundSamples, findSamples } from '../scaffold/samples/find-samples.js';
import { inspectSample } from '../scaffold/samples/inspect.js';
import { createStorageResolver, s3OptionsFromS3fs } from '../storage/index.js';
import { configOptions } from './config-files.js';
import { type ConfigPlace, placeOf } from './scaffold-place.js';
import { type FoundRecord, readDatasetRecord } from './scaffold-record.js';
import { writeTemplate } from './scaffold-template.js';

/** What a config is to be made of. Everything but `files` has a default. */
export interface CreateConfigOptions {
  /** Files, folders, prefixes or buckets. */
  readonly files: readonly string[];
  /** Name of the dataset. */
  readonly name?: string | undefined;
  /** `parquet` or `zarr`. */
  readonly format?: string | undefined;
  /** Folder or address that gets `<name>.json`; by default the working folder. */
  readonly output?: string | undefined;
  /** Record of a GeoNetwork catalogue that describes the dataset. */
  readonly uuid?: string | undefined;
  /** Address of that catalogue. */
  readonly catalogue?: string | undefined;
  /** Options of `pandas.read_csv` or `polars.read_csv`. */
  readonly csvOptions?: Readonly<Record<string, unknown>> | undefined;
  /** Options of s3fs for the files. */
  readonly s3Options?: Readonly<Record<string, unknown>> | undefined;
  readonly workingFolder?: string;
  /** Told of each file that is looked at. */
  readonly observer?: (event: { readonly file: string; readonly done: number; readonly all: number }) => void;
  /** Answers a doubt; by default what is proposed is taken. */
  readonly ask?: ((decision: Decision) => Promise<string>) | undefined;
  /** Whether a file that is there may be replaced; by default it may not. */
  readonly confirm?: ((file: string) => Promise<boolean>) | undefined;
}

/** A config that was written, and why it is as it is. */
export interface CreatedConfig {
  readonly name: string;
  readonly format: string;
  /** Path or address of the config, and of the template beside it. */
  readonly file: string;
  readonly template?: string | undefined;
  readonly decisions: readonly Decision[];
  /** Files that could not be looked at. */
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
  /** What `validate-dataset-config` finds in it. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * Looks at samples of a dataset, and writes a config with which they can be published as they are.
 *
 * @throws CO_NO_SOURCES, CO_SCAFFOLD_…, what a reader throws where no sample can be read, or a storage error
 */
export async function createDatasetConfig(options: CreateConfigOptions): Promise<CreatedConfig> {
  const { workingFolder = process.cwd(), s3Options = {} } = options;
  const resolver = createStorageResolver({ cwd: workingFolder, s3: s3OptionsFromS3fs(s3Options).options });
  const inspections: Inspection[] = [];
  try {
    const found = await findSamples(resolver, options.files);
    const unreadable = await inspectAll(found, inspections, options);
    const record = options.uuid === undefined ? undefined : await readDatasetRecord(options.uuid, options.catalogue);
    const place = placeOf(options.output, workingFolder);
    const proposal = await settle(
      { ...inputOf(options, found, inspections, record), folder: place.pathTo(found.archive.folder) },
      options.ask,
    );
    const written = await write(proposal, { place, resolver, options });
    const problems = await validateDatasetConfigFiles([written.file], configOptions(workingFolder));
    const { name, format, decisions } = proposal;
    return {
      name,
      format,
      ...written,
      decisions: [...decisions, ...written.decisions],
      unreadable,
      problems: (problems.get(written.file) ?? []).filter((problem) => !isOpenEntry(problem)),
    };
  } finally {
    await Promise.all([...inspections.map((inspection) => inspection.close()), resolver.close()]);
  }
}

/** Looks at all samples; one that cannot be read is told, unless none can. */
async function inspectAll(
  { samples }: FoundSamples,
  into: Inspection[],
  { csvOptions, observer }: CreateConfigOptions,
) {
  const unreadable: { file: string; message: string }[] = [];
  let failure: unknown;
  for (const [done, sample] of samples.entries()) {
    observer?.({ file: sample.uri, done, all: samples.length });
    try {
      const inspection = await inspectSample(sample, { csv: csvOptions });
      // A template that was written for an earlier config lies where samples are.
      if (inspection.attributes.has(TEMPLATE_MARK)) await inspection.close();
      else into.push(inspection);
    } catch (error) {
      failure ??= error;
      if (!(error instanceof CloudOptimisedError)) throw error;
      unreadable.push({ file: sample.uri, message: `${error.code}: ${error.message}` });
    }
  }
  if (into.length === 0)
    throw failure ?? new CloudOptimisedError('CO_SCAFFOLD_NOTHING', { uri: samples[0]?.uri ?? '' });
  return unreadable;
}

function inputOf(
  { name, format, s3Options }: CreateConfigOptions,
  { archive }: FoundSamples,
  inspections: readonly Inspection[],
  found: FoundRecord | undefined,
): Omit<ProposalInput, 'folder'> {
  const { uuid, record } = found ?? {};
  return { inspections, archive, name, format, uuid, record, s3Options: s3Options && withoutSecrets(s3Options) };
}

const SECRETS = /^(key|secret|token|username|password|aws_.*key.*|aws_session_token)$/i;

/** Keys belong into the environment, never into a config. */
function withoutSecrets(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(options).filter(([name]) => !SECRETS.test(name));
  const plain = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? withoutSecrets(value as Record<string, unknown>)
      : value;
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value)]));
}

/** Asks one doubt after the other; an answer may raise others. */
async function settle(input: ProposalInput, ask: CreateConfigOptions['ask']): Promise<Proposal> {
  const answers = new Map<string, string>();
  for (;;) {
    const proposal = propose({ ...input, answers });
    const open = ask && proposal.decisions.find(({ id, doubt }) => doubt && !answers.has(id));
    if (!open) return proposal;
    answers.set(open.id, await ask(open));
  }
}

interface Writing {
  readonly place: ConfigPlace;
  readonly resolver: StorageResolver;
  readonly options: CreateConfigOptions;
}

async function write(proposal: Proposal, { place, resolver, options }: Writing) {
  const file = place.file(`${proposal.name}.json`);
  checkName(proposal.name);
  const target = await resolver.resolve(file);
  const isThere = (await target.storage.head(target.key)) !== undefined;
  if (isThere && !(await (options.confirm ?? (async () => false))(file)))
    throw new CloudOptimisedError('CO_SCAFFOLD_OVERWRITE', { file, reason: 'it is there already' });
  const address = place.file(`${proposal.name}.nc`);
  const template = await writeTemplate(proposal, address, resolver);
  const text = `${JSON.stringify(proposal.document, null, 2)}\n`;
  await target.storage.put(target.key, Buffer.from(text, 'utf8'));
  return { file, template: template.written ? address : undefined, decisions: template.decisions };
}

function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return;
  const reason = 'a name has letters, digits, _, - and ., and begins with a letter or digit';
  throw new CloudOptimisedError('CO_SCAFFOLD_OPTION', { option: '--name', value: name, reason });
}

/** A placeholder of the registry entry: those were just written, and are told once for all of them. */
function isOpenEntry({ severity, pointer }: ConfigProblem): boolean {
  return severity === 'warning' && pointer.startsWith(REGISTRY);
}
