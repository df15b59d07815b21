import {
  CloudOptimisedError,
  type CodedColumn,
  type Column,
  columnOf,
  isFixed,
  isNumeric,
  type SourceContext,
  Table,
  takeRows,
} from 'cloud-optimised/handler';
import { GenericParquetHandler } from './generic-parquet-handler.js';

/** By column, the elements of each packed cell as text. */
type Packed = ReadonlyMap<string, readonly (readonly string[])[]>;

/**
 * Satellite tag tables whose cells hold lists of numbers (`"10.5,9.8,7.1"`): one row for each element. The lists of a row
 * must be equally long; an empty cell gives rows without a value.
 */
export class AatamsSatelliteTaggingHandler extends GenericParquetHandler {
  /** Cells of numbers are read as texts: they may hold lists. */
  override csvTypes(): Readonly<Record<string, string>> {
    const packable = this.plan.fields
      .filter(({ type }) => isNumeric(type))
      .map(({ name }) => [name, 'string'] as const);
    return { ...super.csvTypes(), ...Object.fromEntries(packable) };
  }

  protected override readTable(table: Table, context: SourceContext): Table {
    const read = super.readTable(table, context);
    const spaced = this.plan.fields.filter(({ name, type }) => isNumeric(type) && read.has(name));
    const tidy = spaced.reduce((sofar, { name }) => sofar.with(name, trimmed(sofar.column(name))), read);
    return this.unpack(tidy, context);
  }

  /** One row for each element of the packed cells. */
  protected unpack(table: Table, { source }: SourceContext): Table {
    const packed = packedColumns(table);
    if (packed.size === 0) return table;
    const lengths = Uint32Array.from({ length: table.rows }, (_, row) => lengthAt(table, packed, row, source.uri));
    const rows = repeat(lengths);
    const columns = [...table.columns].map(([name, column]) => {
      const lists = packed.get(name);
      return [name, lists ? elements(column as CodedColumn, lists, lengths) : takeRows(column, rows)] as const;
    });
    const { attributes, columnAttributes } = table;
    return new Table(columns, { rows: rows.length, attributes, columnAttributes });
  }
}

/** Spaces around a number do not belong to it. */
function trimmed(column: Column): Column {
  return isFixed(column) ? column : { ...column, categories: column.categories.map((text) => String(text).trim()) };
}

/** Columns of text in which the first value with a comma is a list of numbers. */
function packedColumns(table: Table): Packed {
  const packed = new Map<string, readonly (readonly string[])[]>();
  for (const [name, column] of table.columns) {
    if (isFixed(column)) continue;
    const first = column.categories.find((text) => String(text).includes(','));
    if (first === undefined || !listOf(String(first)).every(isNumber)) continue;
    packed.set(
      name,
      column.categories.map((text) => listOf(String(text))),
    );
  }
  return packed;
}

function listOf(text: string): string[] {
  return text.split(',').map((element) => element.trim());
}

function isNumber(text: string): boolean {
  return isMissing(text) || !Number.isNaN(Number(text));
}

function isMissing(text: string): boolean {
  return text === '' || text.toLowerCase() === 'nan';
}

/** How many rows a row becomes. @throws CO_RAGGED where its lists differ in length */
function lengthAt(table: Table, packed: Packed, row: number, uri: string): number {
  let length: number | undefined;
  for (const [name, lists] of packed) {
    const own = lists[(table.column(name) as CodedColumn).codes[row] as number]?.length;
    if (own === undefined) continue;
    if (length !== undefined && own !== length)
      throw new CloudOptimisedError('CO_RAGGED', {
        uri,
        reason: `row ${row} of '${name}' has ${own} values, others have ${length}`,
      });
    length = own;
  }
  return length ?? 1;
}

function repeat(lengths: Uint32Array): Uint32Array {
  const rows = new Uint32Array(lengths.reduce((sum, length) => sum + length, 0));
  let next = 0;
  lengths.forEach((length, row) => {
    rows.fill(row, next, next + length);
    next += length;
  });
  return rows;
}

/** The elements stay text: the schema's types are read from it, and a text that is no number is refused there. */
function elements(column: CodedColumn, lists: readonly (readonly string[])[], lengths: Uint32Array): Column {
  const texts: (string | null)[] = [];
  lengths.forEach((length, row) => {
    const list = lists[column.codes[row] as number];
    for (let i = 0; i < length; i++) texts.push(list && !isMissing(list[i] as string) ? (list[i] as string) : null);
  });
  return columnOf('string', texts);
}
