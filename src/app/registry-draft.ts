import { join } from 'node:path';
import type { Json, JsonObject } from '../config/json.js';
import type { ConfigProblem } from '../errors/config-errors.js';
import {
  BLOCK,
  type Change,
  checkEntry,
  type DatasetExtent,
  dcatDataset,
  editConfig,
  entryYaml,
  type ReadConfig,
  type RegistrySettings,
  stacCollection,
  textOf,
  withField,
} from '../registry/index.js';

/** A file that an entry is written to. */
export interface DraftFile {
  readonly path: string;
  readonly text: string;
  /** What the file holds now; `undefined` where there is none. */
  readonly present: string | undefined;
}

/** What would be written for one dataset. */
export interface Draft {
  /** The config with the changes in it; its text as it stands where there are none, or the entry has problems. */
  readonly configText: string;
  /** None where the entry has problems. */
  readonly files: readonly DraftFile[];
  readonly problems: readonly ConfigProblem[];
}

/** Where drafts go, and in which forms. */
export interface DraftOptions {
  readonly folder: string;
  readonly stac: boolean;
  readonly dcat: boolean;
  readonly settings: RegistrySettings;
  readonly extent: DatasetExtent;
}

/** What would be written with these changes: the config, and where its entry is right the files of the entry. */
export async function draftOf(config: ReadConfig, changes: readonly Change[], options: DraftOptions): Promise<Draft> {
  const fields = Object.fromEntries(changes.map(({ field, after }) => [field, after])) as JsonObject;
  const block = Object.entries(fields).reduce<JsonObject>(
    (entry, [field, value]) => withField(entry, field, value as Json),
    config.entry,
  );
  const { problems, entry } = checkEntry(block, config.file, options.settings.tags);
  if (problems.length > 0)
    return { configText: config.text, files: [], problems: problems.map((problem) => withSource(problem, changes)) };
  const configText = await editConfig(config.file, config.text, fields);
  const { name } = config;
  const texts: (readonly [string, string])[] = [[`${name}.yaml`, await entryYaml(entry)]];
  if (options.stac)
    texts.push([`${name}.stac.json`, asJson(stacCollection(name, entry, options.extent, options.settings.licenses))]);
  if (options.dcat) texts.push([`${name}.dcat.jsonld`, asJson(dcatDataset(name, entry, options.extent))]);
  const files = texts.map(async ([file, text]) => {
    const path = join(options.folder, file);
    return { path, text, present: await textOf(path) };
  });
  return { configText, files: await Promise.all(files), problems };
}

/** What would be filled in does not stand in the config: who said it is told. */
function withSource(problem: ConfigProblem, changes: readonly Change[]): ConfigProblem {
  const change = changes.find(({ field }) => `${problem.pointer}/`.startsWith(`/${BLOCK}/${field}/`));
  if (change === undefined || change.from === 'config') return problem;
  return { ...problem, message: `${problem.message} (from the ${change.from})` };
}

function asJson(document: Record<string, unknown>): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
