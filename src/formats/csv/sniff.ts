/**
 * Finds out how a CSV file has to be read, from its first lines.
 *
 * @module
 */
import type { InspectionNote } from '../../model/inspection/inspection.js';
import { parseMoment } from '../../model/table/cast/parse-time.js';
import { isUnitsRow } from './units-row.js';

/** What is found, by the names of `pandas.read_csv`, and what was unsure about it. */
export interface SniffedDialect {
  readonly options: Readonly<Record<string, unknown>>;
  readonly notes: readonly InspectionNote[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const LINES = 200;

/** The dialect of a text that begins with the first line of a file and ends with a line. */
export function sniffDialect(text: string, encoding: string): SniffedDialect {
  const all = logicalLines(text).slice(0, LINES);
  const data = all.filter((line) => !line.startsWith('#'));
  const lines = data.length > 1 ? data : all;
  const delimiter = delimiterOf(lines);
  const rows = lines.map((line) => cellsOf(line, delimiter));
  const hasHeader = isHeader(rows[0] ?? [], rows.slice(1));
  const names = Array.from({ length: rows[0]?.length ?? 0 }, (_, index) => `column_${index + 1}`);
  const hasUnits = hasHeader && isUnitsRow(rows[1] ?? [], rows.slice(2), isValue);
  const body = rows.slice((hasHeader ? 1 : 0) + (hasUnits ? 1 : 0));
  const options = {
    delimiter,
    ...(hasHeader ? { header: 0 } : { header: null, names }),
    ...(hasUnits && { skiprows: [1] }),
    encoding,
    ...(lines.length < all.length && { comment: '#' }),
    ...(delimiter !== ',' && hasDecimalCommas(body) && { decimal: ',' }),
    ...(delimiter !== '\t' && hasSpaces(body) && { skipinitialspace: true }),
  };
  const headless = { subject: 'header', text: 'the first line looks like values: columns are named by their number' };
  const told = `the row after the header holds units ('${rows[1]?.join(delimiter)}'): it is left out by skiprows`;
  const units = { subject: 'units-row', text: told, isDoubt: true };
  return { options, notes: [...(hasHeader ? [] : [headless]), ...(hasUnits ? [units] : [])] };
}

/** Lines, where a line feed within quotes does not end one. The last one is left out where the text is cut. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')) {
    line = line === '' ? piece : `${line}\n${piece}`;
    if (isOpen(line)) continue;
    if (line.trim() !== '') lines.push(line);
    line = '';
  }
  return lines;
}

function isOpen(line: string): boolean {
  return (line.match(/"/g)?.length ?? 0) % 2 === 1;
}

/** The delimiter that cuts most lines into the same number of cells; of equals the one that makes more. */
function delimiterOf(lines: readonly string[]): string {
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => cellsOf(line, delimiter).length);
    const width = mostCommon(counts);
    const share = counts.filter((count) => count === width).length / Math.max(counts.length, 1);
    return { delimiter, width, score: width > 1 ? share : 0 };
  });
  scored.sort((a, b) => b.score - a.score || b.width - a.width);
  return scored[0]?.delimiter ?? ',';
}

function mostCommon(counts: readonly number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** The cells of a line, without the quotes around them. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}

/** A header has no values: neither numbers nor times, and no name twice. */
function isHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const names = first.map((cell) => cell.trim());
  if (names.some(isValue)) return false;
  const filled = names.filter((name) => name !== '');
  if (new Set(filled).size < filled.length) return rest.some((row) => row.some((cell) => isValue(cell.trim())));
  return filled.length > 0;
}

function isValue(cell: string): boolean {
  return cell !== '' && (Number.isFinite(Number(cell.replace(',', '.'))) || parseMoment(cell) !== undefined);
}

/** Whether there are numbers with a comma, and none with a point. */
function hasDecimalCommas(rows: readonly (readonly string[])[]): boolean {
  const cells = rows.flat().map((cell) => cell.trim());
  return cells.some((cell) => /^[+-]?\d+,\d+$/.test(cell)) && !cells.some((cell) => /^[+-]?\d+\.\d+$/.test(cell));
}

/** Whether a space follows each delimiter. */
function hasSpaces(rows: readonly (readonly string[])[]): boolean {
  const later = rows.flatMap((row) => row.slice(1)).filter((cell) => cell !== '');
  return later.length > 0 && later.every((cell) => /^ +\S/.test(cell));
}
