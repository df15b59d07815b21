import type { Table } from '../../model/table/table.js';
import { cellTexts } from '../../query/output/cell-text.js';

/** How many rows a terminal is shown, unless more are asked for. */
export const PREVIEW_ROWS = 20;
const WIDEST = 32;
const GAP = '  ';

/** The first rows as aligned columns that have values in them, as many as the terminal is wide; then lines on what is not shown. */
export function previewLines(tables: readonly Table[], rows: number, width: number): string[] {
  const total = tables.reduce((sum, table) => sum + table.rows, 0);
  const all = (tables[0]?.names ?? []).map((name) => ({ name, cells: cellsOf(tables, name, rows) }));
  const filled = all.filter(({ cells }) => total === 0 || cells.some((cell) => cell !== ''));
  const widths = filled.map(({ name, cells }) => Math.max(...[name, ...cells].map((cell) => cut(cell).length)));
  const shown = filled.slice(0, fitting(widths, width));
  const lines = Array.from({ length: Math.min(rows, total) + 1 }, (_, line) =>
    shown
      .map(({ name, cells }, at) => cut(line === 0 ? name : (cells[line - 1] ?? '')).padEnd(widths[at] as number))
      .join(GAP)
      .trimEnd(),
  );
  const hidden = all.filter((column) => !shown.includes(column)).map(({ name }) => name);
  return [...lines, ...notes(hidden, total > rows, total)];
}

function cellsOf(tables: readonly Table[], name: string, rows: number): string[] {
  return tables.flatMap((table) => textsOf(table, name)).slice(0, rows);
}

function textsOf(table: Table, name: string): string[] {
  const texts = cellTexts(table.column(name));
  return Array.from({ length: table.rows }, (_, row) => texts(row) ?? '');
}

function fitting(widths: readonly number[], width: number): number {
  let used = -GAP.length;
  const first = widths.findIndex((each) => {
    used += each + GAP.length;
    return used > width;
  });
  return first === -1 ? widths.length : Math.max(1, first);
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

function notes(hidden: readonly string[], isMore: boolean, total: number): string[] {
  if (total === 0) return ['No row fits.'];
  const list = hidden.slice(0, 8).join(', ') + (hidden.length > 8 ? ', …' : '');
  return [
    ...(isMore ? ['… more rows: --limit shows more, --to writes all to a file'] : []),
    ...(hidden.length > 0 ? [`… ${hidden.length} more columns (--columns): ${list}`] : []),
  ];
}
