import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCoded } from '../../../src/errors/index.js';
import { bytesOf, expected, fixture, openBytes, readAll } from './open-fixture.js';

const names = Object.keys(expected);
const originals = new Map(names.map((name) => [name, fixture(name)]));

/** Opens and reads everything; an error without a code fails the test, a coded one is given back. */
async function outcome(bytes: Uint8Array): Promise<string | Map<string, Buffer>> {
  try {
    return await readAll(await openBytes(bytes));
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}

describe.each(names)('F07 %s', (name) => {
  const bytes = originals.get(name) as Uint8Array;

  test('is refused wherever it is cut, unless nothing but padding is lost', async () => {
    const whole = await outcome(bytes);
    for (let length = 0; length < bytes.length; length++) {
      const found = await outcome(bytes.subarray(0, length));
      if (typeof found === 'string') expect(found).toBe(length === 0 ? 'CO_FILE_EMPTY' : 'CO_FILE_TRUNCATED');
      else {
        expect(bytes.length - length, `cut to ${length}`).toBeLessThan(4);
        expect(found).toEqual(whole);
      }
    }
  });

  test('any changed byte gives a coded error or values, in bounded time', async () => {
    const mutation = fc.record({ at: fc.nat(bytes.length - 1), value: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, value }) => {
        const changed = bytes.slice();
        changed[at] = value;
        await outcome(changed);
      }),
      { numRuns: 400, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
    );
  });
});

test('F07 several changed bytes give a coded error or values', async () => {
  const change = fc.tuple(fc.nat(400), fc.constantFrom(0, 1, 4, 0x0a, 0x0c, 0x7f, 0x80, 0xff));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(change, { minLength: 2, maxLength: 8 }),
      async (name, list) => {
        const changed = originals.get(name)?.slice() as Uint8Array;
        for (const [at, value] of list) changed[at % changed.length] = value;
        await outcome(changed);
      },
    ),
    { numRuns: 1500, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  );
});

test('X05 a count beyond the size of the file is refused before anything is allocated', async () => {
  const bytes = fixture('cdf1-everything.nc');
  bytes.fill(0xff, 12, 16);
  const start = performance.now();
  await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'CO_FILE_TRUNCATED' });
  expect(performance.now() - start).toBeLessThan(500);
});

test('values that overlap the header or each other are refused', async () => {
  const bytes = fixture('cdf1-single-record.nc');
  const dataset = await openBytes(bytes);
  const only = bytesOf(await dataset.variables.get('only')?.read());
  const begin = Buffer.from(bytes).indexOf(only);
  const pointer = Buffer.alloc(4);
  pointer.writeUInt32BE(begin);
  const at = Buffer.from(bytes).lastIndexOf(pointer, begin);
  for (const wrong of [0, begin - 4]) {
    const moved = bytes.slice();
    new DataView(moved.buffer).setUint32(at, wrong);
    await expect(openBytes(moved)).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
  }
});
