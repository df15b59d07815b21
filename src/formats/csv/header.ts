import type { ColumnChoice, CsvOptions } from './options.js';
import type { Row } from './rows.js';

/** The names of a file's columns: those of its header, or of the options, or made as the dialect makes them. */
export function columnNames(header: Row | undefined, width: number, options: CsvOptions): string[] {
  const named = Array.from(
    { length: width },
    (_, index) => options.names?.[index] ?? header?.[index] ?? nameless(index, options),
  );
  return unique(
    named.map((name, index) => (name === '' && options.dialect === 'pandas' ? `Unnamed: ${index}` : name)),
    options,
  );
}

function nameless(index: number, { dialect }: CsvOptions): string {
  return dialect === 'pandas' ? String(index) : `column_${index + 1}`;
}

/** A name that comes again gets a number. */
function unique(names: readonly string[], { dialect }: CsvOptions): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 0; taken.has(free); count++) {
      free = dialect === 'pandas' ? `${name}.${count + 1}` : `${name}_duplicated_${count}`;
    }
    taken.add(free);
    return free;
  });
}

/** The position of a column, or −1. */
export function positionOf(choice: ColumnChoice, names: readonly string[]): number {
  if (typeof choice === 'string') return names.indexOf(choice);
  return choice < names.length ? choice : -1;
}
