import type { CatalogueEntry } from '../../query/catalogue.js';
import { momentText } from '../../query/moment-text.js';

const HEADINGS = [
  'NAME',
  'FORMAT',
  'ROWS',
  'FROM',
  'TO',
  'WEST,SOUTH,EAST,NORTH',
  'SOURCES',
  'BYTES',
  'TITLE',
] as const;

/** A catalogue for a terminal: a line for each dataset below a line of headings. `~` marks an extent that is that of partitions. */
export function catalogueTable(entries: readonly CatalogueEntry[]): string[] {
  if (entries.length === 0) return [];
  const lines = [HEADINGS, ...entries.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => (cells[column] as string).length)));
  return lines.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] as number))
      .join('  ')
      .trimEnd(),
  );
}

/** An entry as JSON can hold it: times as ISO 8601. */
export function catalogueJson({ temporalExtent: times, ...entry }: CatalogueEntry): Record<string, unknown> {
  if (!times) return entry;
  return { ...entry, temporalExtent: { start: textOf(times.start), end: textOf(times.end) } };
}

function textOf(moment: bigint | undefined): string | undefined {
  return moment === undefined ? undefined : momentText(moment);
}

function cellsOf(entry: CatalogueEntry): string[] {
  const { name, format, title, rows, temporalExtent: times, spatialExtent: box, sources, sourceBytes, error } = entry;
  const about = (from: string | undefined) => (from === 'partitions' ? '~' : '');
  const time = (moment: bigint | undefined) =>
    moment === undefined ? '-' : about(entry.temporalExtentFrom) + momentText(moment);
  const edges = box && [box.west, box.south, box.east, box.north].map((edge) => Number(edge.toFixed(4))).join(',');
  return [
    name,
    format,
    String(rows ?? '-'),
    time(times?.start),
    time(times?.end),
    edges === undefined ? '-' : about(entry.spatialExtentFrom) + edges,
    String(sources ?? '-'),
    String(sourceBytes ?? '-'),
    error ? error.code : oneLine(title ?? '-'),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
