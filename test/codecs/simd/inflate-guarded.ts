import { KERNEL } from '../../../src/codecs/simd/kernel.generated.js';

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** A stream, and the length that it is taken to decode to. */
export type Stream = readonly [bytes: Uint8Array, length: number];

/** What lies in the target in the end, and whether that is said to be right. */
export interface Decoded {
  readonly right: boolean;
  readonly bytes: Uint8Array;
}

interface Inflate {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  inflate(...one: number[]): number;
  inflatePair(...both: number[]): number;
}

/** Of bits that are literals of fixed codes, wherever one begins. */
const FILL = 0x55;
const MARGIN = 320;
/** Bytes after a source that may be read. */
const READ_MARGIN = 32;
const START = 65536;
const ROOM = 2 << 16;
const kernel = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(KERNEL, 'base64'))).exports as Inflate;
kernel.memory.grow((START + 5 * ROOM) / 65536);
const memory = new Uint8Array(kernel.memory.buffer);

/**
 * Decodes one or two streams by functions of the kernel in a memory of its own, and makes sure that it writes to nothing but the targets
 * and the margins behind them. Places are odd: nothing may rely on how they lie. One source, the shorter one, lies at the end of all
 * memory, so that to read further than allowed throws.
 */
export function inflateGuarded(streams: readonly Stream[]): Decoded[] {
  memory.fill(FILL, START);
  const lengths = streams.map(([bytes]) => bytes.length);
  const shorter = lengths.indexOf(Math.min(...lengths));
  const places = streams.map(([bytes, length], i) => {
    const target = START + 2 * i * ROOM + 1001;
    const source = i === shorter ? memory.length - READ_MARGIN - bytes.length : target + ROOM;
    memory.set(bytes, source);
    return [source, bytes.length, target, length] as const;
  });
  const right = places.length === 2 ? kernel.inflatePair(...places.flat()) : kernel.inflate(...(places[0] ?? []));
  const decoded = places.map(([, , target, length], i) => {
    return { right: (right & (1 << i)) !== 0, bytes: memory.slice(target, target + length) };
  });
  places.forEach(([source, sourceLength, target, length], i) => {
    if (Buffer.compare(memory.subarray(source, source + sourceLength), streams[i]?.[0] ?? new Uint8Array()))
      throw new Error('the source is not what it was');
    memory.fill(FILL, source, source + sourceLength);
    memory.fill(FILL, target, target + length + MARGIN);
  });
  const bytes = Buffer.from(memory.buffer, START);
  if (!bytes.equals(Buffer.alloc(bytes.length, FILL))) throw new Error('something outside of the targets was written');
  return decoded;
}

/** The stream with the sum, at its end, of what the kernel makes of it: nothing but the sum must not be what it is refused for. */
export function mended(stream: Stream, decode = alone): Stream {
  const [bytes, length] = stream;
  return [Buffer.concat([bytes.subarray(0, -4), adler32(decode(stream)?.bytes ?? new Uint8Array())]), length];
}

export function alone(stream: Stream): Decoded | undefined {
  return inflateGuarded([stream])[0];
}

/** RFC 1950, 8.2. */
export function adler32(bytes: Uint8Array): Uint8Array {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return Uint8Array.of(b >> 8, b, a >> 8, a);
}
