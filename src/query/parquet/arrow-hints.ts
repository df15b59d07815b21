/**
 * What `ARROW:schema` says of columns beyond the types of Parquet: an Arrow IPC message in base64, whose flatbuffer is read here as
 * far as it is needed (Arrow's Schema.fbs), for loading Arrow takes longer than most queries.
 *
 * @module
 */

/** What Arrow says of a column. */
export interface ArrowHint {
  /** `Duration`, `Time` and `Timestamp` with the length of their unit; `Null`; others have no name here. */
  readonly kind: 'duration' | 'time' | 'timestamp' | 'null' | 'other';
  readonly nanoseconds: bigint;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Numbers of types in Schema.fbs, with the unit that stands where a file names none. */
const KINDS: Readonly<Record<number, { kind: ArrowHint['kind']; unit: number }>> = {
  1: { kind: 'null', unit: 0 },
  9: { kind: 'time', unit: 1 },
  10: { kind: 'timestamp', unit: 0 },
  18: { kind: 'duration', unit: 1 },
};
const NANOSECONDS = [1_000_000_000n, 1_000_000n, 1_000n, 1n] as const;
const CONTINUATION = 0xffffffff;

const known = new Map<string, ReadonlyMap<string, ArrowHint>>();

/** The hints for each column by name; none where the text is no such message. Objects of a dataset share theirs: it is read once. */
export function arrowHints(text: string | undefined): ReadonlyMap<string, ArrowHint> {
  if (text === undefined) return new Map();
  const before = known.get(text);
  if (before) return before;
  if (known.size > 64) known.clear();
  const hints = readHints(Buffer.from(text, 'base64'));
  known.set(text, hints);
  return hints;
}

function readHints(bytes: Buffer): ReadonlyMap<string, ArrowHint> {
  try {
    const start = bytes.readUInt32LE(0) === CONTINUATION ? 8 : 4;
    const message = FlatTable.root(bytes.subarray(start));
    const fields = message.table(2)?.tables(1) ?? [];
    return new Map(fields.map((field) => [field.text(0), hintOf(field)]));
  } catch (error) {
    if (error instanceof RangeError) return new Map();
    throw error;
  }
}

function hintOf(field: FlatTable): ArrowHint {
  const { kind, unit } = KINDS[field.byte(2)] ?? { kind: 'other', unit: 0 };
  const metadata = new Map(field.tables(6).map((pair) => [pair.text(0), pair.text(1)]));
  const found = field.table(3)?.short(0, unit) ?? unit;
  return { kind, nanoseconds: NANOSECONDS[found] ?? 1n, metadata };
}

/** A table of a flatbuffer; fields by their number. */
class FlatTable {
  readonly #bytes: Buffer;
  readonly #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  static root(bytes: Buffer): FlatTable {
    return new FlatTable(bytes, bytes.readUInt32LE(0));
  }

  byte(field: number): number {
    const at = this.#place(field);
    return at === undefined ? 0 : this.#bytes.readUInt8(at);
  }

  short(field: number, absent: number): number {
    const at = this.#place(field);
    return at === undefined ? absent : this.#bytes.readInt16LE(at);
  }

  text(field: number): string {
    const at = this.#target(field);
    return at === undefined ? '' : this.#bytes.toString('utf8', at + 4, at + 4 + this.#bytes.readUInt32LE(at));
  }

  table(field: number): FlatTable | undefined {
    const at = this.#target(field);
    return at === undefined ? undefined : new FlatTable(this.#bytes, at);
  }

  tables(field: number): FlatTable[] {
    const at = this.#target(field);
    if (at === undefined) return [];
    return Array.from({ length: this.#bytes.readUInt32LE(at) }, (_, index) => {
      const item = at + 4 + 4 * index;
      return new FlatTable(this.#bytes, item + this.#bytes.readUInt32LE(item));
    });
  }

  /** Where a field's value or offset stands. */
  #place(field: number): number | undefined {
    const vtable = this.#at - this.#bytes.readInt32LE(this.#at);
    const entry = 4 + 2 * field;
    if (entry >= this.#bytes.readUInt16LE(vtable)) return undefined;
    const offset = this.#bytes.readUInt16LE(vtable + entry);
    return offset === 0 ? undefined : this.#at + offset;
  }

  #target(field: number): number | undefined {
    const at = this.#place(field);
    return at === undefined ? undefined : at + this.#bytes.readUInt32LE(at);
  }
}
