import { BlockError, LzInput, LzOutput } from './lz.js';

/** Decodes a block of Snappy (its format_description.txt) to exactly `length` bytes. @throws BlockError */
export function decodeSnappy(bytes: Uint8Array, length: number): Uint8Array {
  const input = new LzInput(bytes);
  const claimed = lengthIn(input);
  if (claimed !== length) throw new BlockError(`a block holds ${claimed} bytes, expected ${length}`);
  const output = new LzOutput(length);
  while (!input.isAtEnd) copyElement(input, output, input.next());
  return output.finish();
}

/** A number with seven bits in each byte, lowest first. */
function lengthIn(input: LzInput): number {
  let length = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = input.next();
    length += (byte & 127) * 2 ** shift;
    if (byte < 128) return length;
  }
  throw new BlockError('the length of a block has no end');
}

function copyElement(input: LzInput, output: LzOutput, tag: number): void {
  const upper = tag >>> 2;
  if ((tag & 3) === 0) {
    const length = 1 + (upper < 60 ? upper : numberIn(input, upper - 59));
    output.literals(input.bytes, input.at, length);
    input.at += length;
  } else if ((tag & 3) === 1) {
    output.match(((tag >>> 5) << 8) + input.next(), 4 + (upper & 7));
  } else {
    output.match(numberIn(input, (tag & 3) === 2 ? 2 : 4), 1 + upper);
  }
}

function numberIn(input: LzInput, width: number): number {
  let number = 0;
  for (let byte = 0; byte < width; byte++) number += input.next() * 2 ** (8 * byte);
  return number;
}
