import { CloudOptimisedError } from '../errors/index.js';

/** What a CSV file of collections says of one dataset. */
export interface CollectionRow {
  readonly name: string;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  readonly citation: string | undefined;
  /** Whether its fields are fit for the registry (`AWS_Registry_Ready` is `Done`). */
  readonly isReady: boolean;
  /** Whether its dataset is published (`Cloud_Optimised_Conversion_Status` is `Done`); no entry is written before. */
  readonly isConverted: boolean;
}

/** The collections by the names of their datasets, and names that stand in several rows. */
export interface Collections {
  readonly rows: ReadonlyMap<string, CollectionRow>;
  readonly duplicates: readonly string[];
}

const COLUMNS = [
  'Cloud_Optimised_Collection_Name',
  'AWS_Registry_Ready',
  'AWS_Title',
  'AWS_Tags',
  'AWS_Citation',
  'Cloud_Optimised_Conversion_Status',
] as const;

type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;

/**
 * Reads a CSV file of collections, in UTF-8 or else Latin-1. Of several rows of one name the first that is ready counts, or the
 * first of all where none is.
 *
 * @throws CO_REGISTRY_COLLECTIONS where it is no CSV file, or lacks a column
 */
export async function parseCollections(file: string, bytes: Uint8Array): Promise<Collections> {
  const { default: papa } = await import('papaparse');
  const { data, errors, meta } = papa.parse<Cells>(decoded(bytes), { header: true, skipEmptyLines: 'greedy' });
  const missing = COLUMNS.filter((column) => !meta.fields?.includes(column));
  if (missing.length > 0) refuse(file, `it has no column ${missing.map((name) => `'${name}'`).join(', ')}`);
  const [error] = errors;
  if (error) refuse(file, `${error.message}${error.row === undefined ? '' : ` (row ${error.row + 1} below the head)`}`);
  return indexed(data.map(toRow).filter(({ name }) => name !== ''));
}

function indexed(all: readonly CollectionRow[]): Collections {
  const rows = new Map<string, CollectionRow>();
  const duplicates = new Set<string>();
  for (const row of all) {
    const known = rows.get(row.name);
    if (known) duplicates.add(row.name);
    if (!known || (row.isReady && !known.isReady)) rows.set(row.name, row);
  }
  return { rows, duplicates: [...duplicates] };
}

function toRow(cells: Cells): CollectionRow {
  return {
    name: cells.Cloud_Optimised_Collection_Name.trim(),
    title: cells.AWS_Title.trim() || undefined,
    tags: cells.AWS_Tags.split(';')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    citation: cells.AWS_Citation.trim() || undefined,
    isReady: isDone(cells.AWS_Registry_Ready),
    isConverted: isDone(cells.Cloud_Optimised_Conversion_Status),
  };
}

function isDone(cell: string): boolean {
  return cell.trim().toLowerCase() === 'done';
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

function refuse(file: string, reason: string): never {
  throw new CloudOptimisedError('CO_REGISTRY_COLLECTIONS', { file, reason });
}
