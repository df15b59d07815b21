/** Raised inside a decoder of blocks; the frame's decoder gives it a code. */
export class BlockError extends Error {}

/** Where decoders of the LZ77 family put what they find; it never grows. */
export class LzOutput {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
  }

  /** Takes `length` bytes of `source` over. @throws BlockError */
  literals(source: Uint8Array, start: number, length: number): void {
    if (start + length > source.length) throw new BlockError('literals overrun the block');
    this.#reserve(length);
    this.#bytes.set(source.subarray(start, start + length), this.#at);
    this.#at += length;
  }

  /** Repeats `length` bytes from `distance` back, which may reach into what it writes. @throws BlockError */
  match(distance: number, length: number): void {
    if (distance < 1 || distance > this.#at)
      throw new BlockError(`a match begins ${distance} bytes back at ${this.#at}`);
    this.#reserve(length);
    const bytes = this.#bytes;
    const end = this.#at + length;
    for (let to = this.#at, from = to - distance; to < end; to++, from++) bytes[to] = bytes[from] as number;
    this.#at = end;
  }

  /** All of it. @throws BlockError when there is less than expected */
  finish(): Uint8Array {
    if (this.#at === this.#bytes.length) return this.#bytes;
    throw new BlockError(`a block holds ${this.#at} bytes, expected ${this.#bytes.length}`);
  }

  #reserve(length: number): void {
    if (this.#at + length > this.#bytes.length)
      throw new BlockError(`a block holds more than ${this.#bytes.length} bytes`);
  }
}

/** Where decoders of the LZ77 family read from. */
export class LzInput {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** @throws BlockError at the end */
  next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new BlockError('a block ends within an instruction');
    return byte;
  }
}
