import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { waitForSlice } from '../../../src/append/slices/polling.js';
import { createStorageResolver } from '../../../src/storage/index.js';
import { appendTo, eventsOf, FoundCube, slice, testFolder } from '../fixture.js';

const SMALL = { y: 2, x: 3, chunks: [1, 2, 3], steps: 1 } as const;
const resolver = createStorageResolver();
const POLLING = { interval: 40, timeout: 2000, marker: undefined };

describe('A16 a slice that is still being written', () => {
  it('is waited for until it is there', async () => {
    const folder = testFolder();
    const [path, cube] = [join(folder, 'slice.zarr'), join(folder, 'x.zarr')];
    const writing = sleep(150).then(() => appendTo(path, [slice(SMALL)]));
    await appendTo(cube, [path], { slice_polling: { interval: 0.05, timeout: 5 } });
    await writing;
    expect((await FoundCube.at(cube)).sizes.time).toBe(1);
  });

  it('is waited for until it stays the same', async () => {
    const path = join(testFolder(), 'slice.zarr');
    await appendTo(path, [slice(SMALL)]);
    const pieces = 10;
    const writing = (async () => {
      for (let piece = 0; piece < pieces; piece++) {
        appendFileSync(join(path, 'chl', '0.0.0'), 'more');
        await sleep(20);
      }
    })();
    const began = performance.now();
    await waitForSlice(path, POLLING, resolver);
    expect(performance.now() - began).toBeGreaterThan((pieces - 1) * 20);
    await writing;
  });

  it('is waited for until it opens', async () => {
    const path = join(testFolder(), 'slice.nc');
    writeFileSync(path, 'CDF\x01\0\0');
    const error = await waitForSlice(path, { ...POLLING, timeout: 200 }, resolver).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CO_SLICE_INCOMPLETE', fields: { uri: path, seconds: 0.2 } });
    expect((error as Error).message).toContain('it does not open');
  });

  it('is waited for until its marker is there', async () => {
    const folder = testFolder();
    const path = join(folder, 'slice.zarr');
    await appendTo(path, [slice(SMALL)]);
    const polling = { ...POLLING, timeout: 120, marker: '.done' };
    await expect(waitForSlice(path, polling, resolver)).rejects.toMatchObject({ code: 'CO_SLICE_INCOMPLETE' });
    writeFileSync(`${path}.done`, '');
    await waitForSlice(path, polling, resolver);
  });

  it('is given up with a code, those before it being in', async () => {
    const folder = testFolder();
    const { error, summary } = await eventsOf(
      join(folder, 'x.zarr'),
      [slice(SMALL), join(folder, 'never.nc')] as never,
      {
        slice_polling: { interval: 0.02, timeout: 0.1 },
      },
    );
    expect(error).toMatchObject({ code: 'CO_SLICE_INCOMPLETE', fields: { reason: 'it is not there' } });
    expect(summary).toMatchObject({ files: { published: 1, failed: 1 } });
  });

  it('is refused when it changes while it is read, and nothing of it is there', async () => {
    const folder = testFolder();
    const [path, cube] = [join(folder, 'slice.zarr'), join(folder, 'x.zarr')];
    await appendTo(path, [slice(SMALL)]);
    let turns = 0;
    const timer = setInterval(() => appendFileSync(join(path, '.zattrs'), ' '.repeat(++turns)), 1);
    try {
      const { error } = await eventsOf(cube, [path]);
      expect(error).toMatchObject({ code: expect.stringMatching(/CO_SLICE_CHANGED|CO_ZARR_CHUNK/) });
    } finally {
      clearInterval(timer);
      rmSync(path, { recursive: true, force: true });
    }
  });
});
