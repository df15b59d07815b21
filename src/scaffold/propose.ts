/**
 * Proposes a dataset config from what samples are. Nothing is read or written here: the same samples and answers give the same proposal.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import { attributeText } from '../model/attributes.js';
import { findGrid, type Grid, type GridFinding } from './cube/grid.js';
import { proposeCube } from './cube/propose-cube.js';
import { type Decision, Decisions } from './decisions.js';
import { datasetNameFor } from './file-names.js';
import { gather } from './gather.js';
import { withFileTimes } from './geotiff/file-time.js';
import { proposeTable } from './parquet/propose-table.js';
import type { ProposalInput } from './propose-input.js';
import { type DatasetRecord, registryBlock } from './registry-block.js';
import { runSettings } from './run-settings.js';
import { mergeSettings } from './samples/merge-settings.js';
import { familyOf, reconcile, type Samples } from './samples/reconcile.js';
import { withUnits } from './samples/units.js';
import { longAttributes } from './schema-entry.js';

export type { ProposalInput } from './propose-input.js';

/** A proposed config, with the reason of each of its decisions. */
export interface Proposal {
  readonly name: string;
  readonly format: 'parquet' | 'zarr';
  readonly document: Record<string, unknown>;
  readonly decisions: readonly Decision[];
  readonly samples: Samples;
  /** The grid that a Zarr dataset is for. */
  readonly grid?: Grid | undefined;
}

/** @throws CO_SCAFFOLD_MIXED, CO_SCAFFOLD_NOTHING, CO_SCAFFOLD_FORMAT */
export function propose(input: ProposalInput): Proposal {
  const decisions = new Decisions(input.answers);
  const { archive, record } = input;
  const name = nameOf(input, decisions);
  const isTiff = input.inspections[0]?.format === 'geotiff';
  const timed = isTiff ? withFileTimes(input.inspections, bandName(name), decisions) : undefined;
  const found = reconcile(timed?.inspections ?? input.inspections);
  checkSamples(found);
  noteFindings(found, decisions);
  const samples = withUnits(found, decisions);
  const grid = findGrid(samples);
  const format = formatOf(input, grid, samples, decisions);
  const title = titleOf(samples, name, record, decisions);
  const made =
    format === 'zarr' && 'grid' in grid
      ? proposeCube(samples, grid.grid, title, decisions)
      : { ...proposeTable(samples, archive, title, decisions), zarr: undefined };
  const document = {
    dataset_name: name,
    logger_name: name,
    cloud_optimised_format: format,
    handler_class: made.handler,
    metadata_uuid: input.uuid ?? null,
    run_settings: runSettings(input, samples, format, decisions),
    ...mergeSettings(samples.inspections, decisions),
    ...(timed && { geotiff: timed.geotiff }),
    ...('settings' in made && made.settings),
    schema: made.schema,
    schema_transformation: made.transformation,
    ...(made.zarr && { zarr: made.zarr }),
    aws_opendata_registry: registryBlock(name, format, title, record),
  };
  return {
    name,
    format,
    document,
    decisions: decisions.all,
    samples,
    grid: format === 'zarr' && 'grid' in grid ? grid.grid : undefined,
  };
}

function nameOf({ name, archive, inspections }: ProposalInput, decisions: Decisions): string {
  if (name !== undefined) {
    decisions.note('name', '/dataset_name', name, 'as told');
    return name;
  }
  const names = inspections.map(({ uri }) => uri.replace(/\/$/, '').split('/').at(-1) ?? uri);
  const isArgo = inspections.some(({ dimensions }) => dimensions.has('N_PROF') && dimensions.has('N_LEVELS'));
  const proposed = isArgo ? 'argo_profiles' : datasetNameFor(names.length > 0 ? names : archive.names);
  const reason = 'what the names of the files have in common';
  return decisions.ask({
    id: 'name',
    pointer: '/dataset_name',
    question: 'What is the dataset called?',
    proposed,
    reason,
  });
}

function bandName(name: string): string {
  return /^[a-z]+/i.exec(name)?.[0] ?? 'band_1';
}

function checkSamples({ inspections, family, variables }: Samples): void {
  const other = inspections.find(({ format }) => familyOf(format) !== family);
  const uri = inspections[0]?.uri ?? '';
  if (other) throw new CloudOptimisedError('CO_SCAFFOLD_MIXED', { one: uri, other: other.uri });
  if (variables.size === 0) throw new CloudOptimisedError('CO_SCAFFOLD_NOTHING', { uri });
}

function noteFindings({ inspections, variables }: Samples, decisions: Decisions): void {
  const told = new Set<string>();
  for (const { notes } of inspections)
    for (const { subject, text, isDoubt } of notes)
      if (!told.has(`${subject}:${text}`)) {
        told.add(`${subject}:${text}`);
        if (isDoubt) decisions.warn(`found:${subject}`, '', subject, text);
        else decisions.note(`found:${subject}`, '', subject, text);
      }
  for (const [name, variable] of variables) {
    for (const attribute of longAttributes(variable))
      decisions.note(
        `long:${name}`,
        `/schema`,
        attribute,
        `the attribute of '${name}' is too long for a config, and is left out`,
      );
  }
  const byCase = gather([...variables.keys()], (name) => name.toLowerCase());
  for (const names of byCase.values())
    if (names.length > 1)
      decisions.note(
        `case:${names[0]}`,
        '/schema',
        names.join(', '),
        'they differ in case alone: DuckDB will call one of them otherwise',
      );
}

function formatOf({ format }: ProposalInput, found: GridFinding, samples: Samples, decisions: Decisions) {
  const at = '/cloud_optimised_format';
  const reason = 'grid' in found ? '' : found.reason;
  if (format !== undefined) return askedFormat(format, found, samples, decisions);
  if (!('grid' in found)) {
    decisions.note('format', at, 'parquet', reason);
    return 'parquet' as const;
  }
  const told = `${found.grid.fields[0]?.name} runs over ${found.grid.fields[0]?.dimensions.join(' × ')}`;
  if (found.isClear) {
    decisions.note('format', at, 'zarr', `${told}: a grid that grows in time`);
    return 'zarr' as const;
  }
  const choices = [
    { value: 'parquet', label: 'a table: one row for each place of each time' },
    { value: 'zarr', label: 'a cube that grows in time' },
  ];
  const question = 'Should the dataset be a table or a cube?';
  const why = `${told}: series, profiles or tracks, which rows hold well`;
  return decisions.choose({ id: 'format', pointer: at, question, choices, reason: why }) as 'parquet' | 'zarr';
}

function askedFormat(format: string, found: GridFinding, { family, inspections }: Samples, decisions: Decisions) {
  const uri = inspections[0]?.uri ?? '';
  if (format !== 'parquet' && format !== 'zarr')
    throw new CloudOptimisedError('CO_SCAFFOLD_FORMAT', {
      uri,
      format,
      reason: 'only parquet and zarr can be published',
    });
  if (format === 'zarr' && !('grid' in found))
    throw new CloudOptimisedError('CO_SCAFFOLD_FORMAT', { uri, format, reason: found.reason });
  if (format === 'parquet' && family === 'geotiff')
    throw new CloudOptimisedError('CO_SCAFFOLD_FORMAT', { uri, format, reason: 'images are published as cubes' });
  decisions.note('format', '/cloud_optimised_format', format, 'as told');
  return format;
}

function titleOf(
  { attributes, inspections }: Samples,
  name: string,
  record: DatasetRecord | undefined,
  decisions: Decisions,
): string {
  if (record?.title) {
    decisions.note(
      'title',
      '/schema_transformation/global_attributes/set/title',
      record.title,
      "the catalogue's record",
    );
    return record.title;
  }
  const common = attributeText(attributes, 'title')?.trim();
  const own = attributeText(inspections[0]?.attributes ?? new Map(), 'title')?.trim();
  const proposed = common || own || name.replaceAll('_', ' ');
  const reason = common ? 'the title of the files' : own ? 'the title of the first file' : 'the name of the dataset';
  const pointer = '/schema_transformation/global_attributes/set/title';
  return decisions.ask({ id: 'title', pointer, question: 'What is the title of the dataset?', proposed, reason });
}
