import { constants, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { adler32, alone, inflateGuarded, mended, type Stream } from './inflate-guarded.js';
import { random } from './streams.js';

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const [A, B, END] = [65, 66, 256];
/** Lengths of 0 to 15, each in four bits. */
const PLAIN = Object.fromEntries(Array.from({ length: 16 }, (_, length) => [length, 4]));

/** A stream may be alone, the first or the second of two. */
const OTHER: Stream = [deflateSync('sea surface temperature of the northern sea'), 43];
const PLACES = [
  alone,
  (each: Stream) => inflateGuarded([each, OTHER])[0],
  (each: Stream) => inflateGuarded([OTHER, each])[1],
];

type Lengths = Record<number, number>;

/** Each would be taken if nobody looked: what follows the one thing that is wrong is right. */
const BROKEN: Record<string, Stream> = {
  'a block of a third kind': [stream('1 11 0000000'), 0],
  'a literal that is none': [stream('1 10 10010001 11000110 000000 00000 0000000'), 324],
  'a distance that is none': [stream('1 10 10010001 10010001 0000001 11110 0000 0000000'), 6],
  'a distance that would be a far one': [
    stream(`1 10 10010001 ${'11000101 00000 '.repeat(130)} 0000001 11110 ${'0'.repeat(14)} 0000000`),
    1 + 130 * 258 + 3,
  ],
  'a distance too far': [stream('1 10 10010001 0000001 00001 0000000'), 4],
  'a stored length that is not sure': [Buffer.from([0x78, 1, 1, 1, 0, 0xff, 0xff, A, 0, 0, 0, 0]), 1],
  'too many literals': [dynamic({ [A]: 1, [END]: 1 }, 287, {}, 1, '0 1'), 1],
  'too many distances': [dynamic({ [A]: 1, [END]: 1 }, 257, {}, 31, '0 1'), 1],
  'more literals than codes': [dynamic({ [A]: 1, [B]: 1, [END]: 2 }, 257, {}, 1, '0 10 00'), 2],
  'codes without a literal': [dynamic({ [A]: 2, [END]: 2 }, 257, {}, 1, '00 01'), 1],
  'one literal, of two bits': [dynamic({ [END]: 2 }, 257, {}, 1, '00'), 0],
  'the code that one literal leaves free': [dynamic({ [END]: 1 }, 257, {}, 1, '1 0'), 0],
  'more distances than codes': [dynamic({ [A]: 1, [END]: 1 }, 257, { 0: 1, 1: 1, 2: 2 }, 3, '0 1'), 1],
  'codes without a distance': [dynamic({ [A]: 1, [END]: 1 }, 257, { 0: 2, 1: 2 }, 2, '0 1'), 1],
  'a distance where there is none': [dynamic({ [A]: 1, [END]: 2, 257: 2 }, 258, {}, 1, '0 0 0 11 0 10'), 7],
  'more lengths than codes': [dynamic({ [A]: 1, [END]: 1 }, 257, {}, 1, '0 1', { ...PLAIN, 18: 4 }), 1],
  'codes without a length': [dynamic({ [A]: 1, [END]: 1 }, 257, {}, 1, '0 1', { ...PLAIN, 15: 0 }), 1],
  'a repetition of nothing': [repeating('10 00', 62), 1],
  'a repetition too long': [repeating('', 65, '11 0000000'), 1],
  'a window too large': [stream('1 10 0000000', [0x88, 0x1c]), 0],
  'a dictionary': [stream('1 10 0000000', [0x78, 0x20]), 0],
  'another method': [stream('1 10 0000000', [0x77, 0x09]), 0],
  'a header that does not add up': [stream('1 10 0000000', [0x78, 0x02]), 0],
};

/** Unusual, but right. */
const RIGHT: Record<string, Stream> = {
  'no distance': [dynamic({ [A]: 1, [END]: 1 }, 257, {}, 1, '0 1'), 1],
  'one distance': [dynamic({ [A]: 1, [END]: 2, 257: 2 }, 258, { 0: 1 }, 1, '0 11 0 10'), 4],
  'nothing but the end': [dynamic({ [END]: 1 }, 257, {}, 1, '0'), 0],
  'the longest codes': [dynamic(LONGEST(), 257, {}, 1, '0 111111111111110 111111111111111'), 2],
  'lengths that repeat': [repeating('', 65), 1],
};

describe('streams of which one thing is wrong', () => {
  it.each(Object.entries(BROKEN))('are refused: %s', (_, broken) => {
    expect(() => inflateSync(mended(broken)[0])).toThrow();
    const decoded = PLACES.map((decode) => decode(mended(broken, decode))?.right);
    expect(decoded).toEqual([false, false, false]);
  });

  it.each(Object.entries(RIGHT))('are not mistaken: %s', (_, right) => {
    const [bytes] = mended(right);
    expect(inflateSync(bytes)).toHaveLength(right[1]);
    const expected = { right: true, bytes: new Uint8Array(inflateSync(bytes)) };
    expect(PLACES.map((decode) => decode([bytes, right[1]]))).toEqual([expected, expected, expected]);
  });

  it('are refused where they end too early, and nothing after them is read', () => {
    // Noise that is shorter in fixed codes than stored.
    const noise = Uint8Array.from({ length: 60_000 }, random(5)).map((byte) => byte & 127);
    const long: Stream = [deflateSync(noise, { strategy: constants.Z_HUFFMAN_ONLY }), noise.length];
    const short: Stream = [deflateSync(noise, { strategy: constants.Z_FIXED }).subarray(0, 100), noise.length];
    // A stored block of 255 bytes, of which there is none.
    expect(alone([Uint8Array.of(0x78, 1, 1, 255, 0, 0, 255), 300])?.right).toBe(false);
    expect(alone(short)?.right).toBe(false);
    expect(inflateGuarded([short, long]).map(({ right }) => right)).toEqual([false, true]);
    expect(inflateGuarded([long, short]).map(({ right }) => right)).toEqual([true, false]);
  });

  it('are refused where they go on after what was asked for, and nothing more is written', () => {
    const start = stream('0 10 10010001 10010001 0000000 1 00').subarray(0, -4);
    const stored = Buffer.concat([start, Uint8Array.of(0x90, 0x01, 0x6f, 0xfe), Buffer.alloc(404)]);
    expect(inflateSync(mended([stored, 402])[0])).toHaveLength(402);
    expect(PLACES.map((decode) => decode([stored, 1])?.right)).toEqual([false, false, false]);
  });

  it('are refused for the sum', () => {
    const [bytes, length] = mended(RIGHT['no distance'] as Stream);
    expect(bytes.subarray(-4)).toEqual(Buffer.from(adler32(Uint8Array.of(A))));
    for (let bit = 0; bit < 32; bit++) {
      const damaged = Buffer.from(bytes);
      damaged[bytes.length - 1 - (bit >> 3)] = (bytes.at(-1 - (bit >> 3)) ?? 0) ^ (1 << (bit & 7));
      expect(inflateGuarded([[damaged, length]])[0]?.right).toBe(false);
    }
  });
});

/** A header, bits in the order in which they are read, and room for the sum. */
function stream(bits: string, header = [0x78, 0x01]): Buffer {
  const digits = bits.replaceAll(' ', '');
  const bytes = digits.match(/.{1,8}/g)?.map((byte) => Number.parseInt([...byte].reverse().join(''), 2)) ?? [];
  return Buffer.from([...header, ...bytes, 0, 0, 0, 0]);
}

/** One block whose codes have such lengths. RFC 1951, 3.2.7. */
function dynamic(
  literals: Lengths,
  count: number,
  distances: Lengths,
  others: number,
  data: string,
  codes: Lengths = PLAIN,
) {
  const lengths = [
    ...Array.from({ length: count }, (_, i) => literals[i] ?? 0),
    ...Array.from({ length: others }, (_, i) => distances[i] ?? 0),
  ];
  const all = lengths.map((length) => length.toString(2).padStart(4, '0')).join('');
  return stream(`1 01 ${number(count - 257, 5)} ${number(others - 1, 5)} ${lengthCodes(codes)} ${all} ${data}`);
}

/** Two codes of one bit, whose lengths are told by repetitions: `zeros`, after `start`, before the first one, and `last` after the other. */
function repeating(start: string, zeros: number, last = '0') {
  const codes = lengthCodes({ 1: 1, 16: 2, 18: 2 });
  const between = `11 ${number(138 - 11, 7)} 11 ${number(52 - 11, 7)}`;
  return stream(
    `1 01 ${number(0, 5)} ${number(0, 5)} ${codes} ${start} 11 ${number(zeros - 11, 7)} 0 ${between} 0 ${last} 0 1`,
  );
}

function lengthCodes(codes: Lengths): string {
  return `1111 ${ORDER.map((symbol) => number(codes[symbol] ?? 0, 3)).join(' ')}`;
}

/** Lowest bit first. */
function number(value: number, bits: number): string {
  return [...value.toString(2).padStart(bits, '0')].reverse().join('');
}

/** Codes of 1 to 15 bits, and a second one of 15. */
function LONGEST(): Lengths {
  return { ...Object.fromEntries(Array.from({ length: 15 }, (_, i) => [A + i, i + 1])), [END]: 15 };
}
