import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mergedDocument } from '../config/index.js';
import { isObject } from '../config/json.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { UnknownVariable } from '../pipeline/summary.js';
import { configOptions } from './config-files.js';

/** What the schema of a config lacks, by what a run found. */
export interface MissingEntries {
  /** Entries for `schema`, ready to paste, by name of the variable. */
  readonly entries: Readonly<Record<string, unknown>>;
  /** What a person should look at before. */
  readonly notes: readonly string[];
}

/** Where a summary comes from. */
export interface MissingOptions {
  /** The output of a run with `--json`: all of it, or its last line. */
  readonly text: string;
  /** Its name, for messages. */
  readonly file: string;
  /** Config whose schema may have some of the variables meanwhile. */
  readonly config?: string | undefined;
  readonly workingFolder?: string | undefined;
}

/**
 * The variables that a run found and that its config's schema lacks.
 *
 * @throws CO_CONFIG_SUMMARY, or CO_CONFIG_… where a config is named
 */
export async function missingEntries(options: MissingOptions): Promise<MissingEntries> {
  const { hints, unknown } = foundIn(options);
  const known = await knownTo(options);
  const entries = Object.fromEntries(Object.entries(hints).filter(([name]) => !known.has(name)));
  return { entries, notes: unknown.filter(({ variable }) => variable in entries).flatMap(notesOn) };
}

/** Reads the file that holds a summary. @throws CO_CONFIG_SUMMARY */
export async function readSummary(file: string, workingFolder: string = process.cwd()): Promise<string> {
  try {
    return await readFile(resolve(workingFolder, file), 'utf8');
  } catch (cause) {
    throw new CloudOptimisedError('CO_CONFIG_SUMMARY', { file, reason: (cause as Error).message }, { cause });
  }
}

interface Found {
  readonly hints: Readonly<Record<string, unknown>>;
  readonly unknown: readonly UnknownVariable[];
}

/** The summary, or, of a run that did not come to one, what it told of each file. */
function foundIn({ text, file }: MissingOptions): Found {
  const documents = documentsIn(text);
  const summary = documents.findLast(({ type }) => type === 'summary');
  if (isObject(summary?.hints))
    return { hints: summary.hints, unknown: (summary.unknown ?? []) as unknown as UnknownVariable[] };
  const sources = documents.filter(({ type }) => type === 'source');
  if (sources.length === 0)
    throw new CloudOptimisedError('CO_CONFIG_SUMMARY', {
      file,
      reason: "it has no line of the type 'summary' with 'hints'",
    });
  const hints: Record<string, unknown> = {};
  for (const source of sources) if (isObject(source.hints)) Object.assign(hints, { ...source.hints, ...hints });
  return { hints, unknown: [] };
}

/** One document, or one on each line; lines that are none (of a log) do not count. */
function documentsIn(text: string): { readonly [key: string]: unknown }[] {
  const whole = parsed(text);
  if (isObject(whole)) return [whole];
  return text
    .split('\n')
    .map(parsed)
    .filter((line) => isObject(line));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

async function knownTo({ config, workingFolder = process.cwd() }: MissingOptions): Promise<ReadonlySet<string>> {
  if (config === undefined) return new Set();
  const document = await mergedDocument(config, configOptions(workingFolder));
  const transformation = isObject(document.schema_transformation) ? document.schema_transformation : {};
  const dropped = Array.isArray(transformation.drop_variables) ? transformation.drop_variables : [];
  const added = isObject(transformation.add_variables) ? Object.keys(transformation.add_variables) : [];
  const schema = isObject(document.schema) ? Object.keys(document.schema) : [];
  return new Set([...schema, ...added, ...dropped.map(String)]);
}

function notesOn({ variable, types }: UnknownVariable): string[] {
  if (types.length < 2) return [];
  const told = types.map(({ type, source }) => `'${type}' in '${source}'`).join(', ');
  return [`the files do not agree on the type of '${variable}': ${told}`];
}
