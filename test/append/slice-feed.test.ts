import { describe, expect, it } from 'vitest';
import { type PreparedSlice, SliceFeed, type SliceItems } from '../../src/append/slice-feed.js';

/** Slices by name; notes which were prepared. */
function feedOf(items: SliceItems, ahead = true) {
  const prepared: string[] = [];
  const prepare = async (item: unknown) => {
    prepared.push(item as string);
    if (item === 'bad') throw new Error('broken');
    const outline = { uri: item, variables: new Map() };
    return { slice: { name: item, close: async () => {} }, outline } as unknown as PreparedSlice & { outline: never };
  };
  return { feed: new SliceFeed(items, { prepare: prepare as never, ahead }), prepared };
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
const namesOf = (group: readonly PreparedSlice[]) => group.map((one) => ('slice' in one ? one.slice.name : 'broken'));

describe('SliceFeed', () => {
  it('gives slices in groups, and opens the next group when it is told to look ahead', async () => {
    const { feed, prepared } = feedOf(names(40));
    expect(namesOf(await feed.next())).toEqual(names(40).slice(0, 16));
    expect(prepared).toHaveLength(16);
    feed.lookAhead();
    feed.lookAhead();
    await feed.close();
    expect(prepared).toEqual(names(32));
  });

  it('gives each slice once, whether it looks ahead or not', async () => {
    for (const looks of [true, false]) {
      const { feed, prepared } = feedOf(names(40));
      const groups: string[][] = [];
      for (let group = await feed.next(); group.length > 0; group = await feed.next()) {
        groups.push(namesOf(group));
        if (looks) feed.lookAhead();
      }
      expect(groups.map(({ length }) => length)).toEqual([16, 16, 8]);
      expect(groups.flat()).toEqual(names(40));
      expect(prepared).toEqual(names(40));
    }
  });

  it('gives slices first that were given back, also after it has looked ahead', async () => {
    const { feed } = feedOf(names(20));
    const group = await feed.next();
    feed.lookAhead();
    feed.unread(group.slice(10));
    expect(namesOf(await feed.next())).toEqual(names(20).slice(10));
  });

  it('ends a group with a slice that cannot be opened', async () => {
    const { feed } = feedOf(['s0', 'bad', 's1']);
    expect(namesOf(await feed.next())).toEqual(['s0', 'broken']);
    expect(namesOf(await feed.next())).toEqual(['s1']);
  });

  it('tells of items that cannot be had when they are asked for', async () => {
    function* failing(): Generator<string> {
      yield* names(16);
      throw new Error('no more');
    }
    const { feed } = feedOf(failing());
    expect(await feed.next()).toHaveLength(16);
    feed.lookAhead();
    await expect(feed.next()).rejects.toThrow('no more');
  });

  it('opens nothing ahead where a slice source is to see the cube as it is then', async () => {
    const { feed, prepared } = feedOf(names(3), false);
    expect(namesOf(await feed.next())).toEqual(['s0']);
    feed.lookAhead();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(prepared).toEqual(['s0']);
  });
});
