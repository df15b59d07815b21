import { LzInput, LzOutput } from './lz.js';

/** The farthest that a match of the short kind reaches back. */
const NEAR = 8191;

/** Decodes a block of BloscLZ, the FastLZ dialect of C-Blosc 1, to exactly `length` bytes. @throws BlockError */
export function decodeBlosclz(bytes: Uint8Array, length: number): Uint8Array {
  const input = new LzInput(bytes);
  const output = new LzOutput(length);
  // The first instruction is always one of literals; its upper bits tell a level.
  let control = input.next() & 31;
  for (;;) {
    if (control < 32) copyLiterals(input, output, control + 1);
    else copyMatch(input, output, control);
    if (input.isAtEnd) return output.finish();
    control = input.next();
  }
}

function copyLiterals(input: LzInput, output: LzOutput, length: number): void {
  output.literals(input.bytes, input.at, length);
  input.at += length;
}

function copyMatch(input: LzInput, output: LzOutput, control: number): void {
  const length = lengthOf(input, control >>> 5) + 2;
  const upper = (control & 31) << 8;
  const lower = input.next();
  const isFar = lower === 255 && upper === 31 << 8;
  const distance = isFar ? NEAR + (input.next() << 8) + input.next() : upper + lower;
  output.match(distance + 1, length);
}

/** Seven means that bytes to add follow, up to one that is not 255. */
function lengthOf(input: LzInput, short: number): number {
  if (short < 7) return short;
  let length = short;
  let more = 255;
  while (more === 255) {
    more = input.next();
    length += more;
  }
  return length;
}
