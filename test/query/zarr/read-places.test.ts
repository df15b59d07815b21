import { describe, expect, it } from 'vitest';
import type { Region, Variable } from '../../../src/model/dataset.js';
import { readPlaces } from '../../../src/query/zarr/read-places.js';

/** A variable of one dimension whose values are ten times their index; notes what is read. */
function variableOf(length: number, chunk: number) {
  const regions: string[] = [];
  const variable: Variable = {
    ...{ name: 'a', type: 'int32', dimensions: ['x'], shape: [length], chunkShape: [chunk], attributes: new Map() },
    read: async (region = { start: [0], count: [length] }) => {
      regions.push(toldRegion(region));
      return Int32Array.from({ length: region.count[0] as number }, (_, at) => 10 * ((region.start[0] as number) + at));
    },
  };
  return { variable, regions };
}

const toldRegion = ({ start, count }: Region) => `${start[0]}+${count[0]}`;
const at = (...indices: number[]) => Uint32Array.from(indices);

describe('the values at places', () => {
  it('are read in one piece where they are neighbours', async () => {
    const { variable, regions } = variableOf(20, 4);
    expect(await readPlaces(variable, [at(3, 4, 5, 6, 7, 8)])).toEqual(Int32Array.of(30, 40, 50, 60, 70, 80));
    expect(regions).toEqual(['3+6']);
  });

  it('are read around chunks without a place', async () => {
    const { variable, regions } = variableOf(40, 4);
    expect(await readPlaces(variable, [at(1, 3, 4, 17, 38)])).toEqual(Int32Array.of(10, 30, 40, 170, 380));
    expect(regions).toEqual(['1+4', '17+1', '38+1']);
  });

  it('stand in their own place where others are not needed', async () => {
    const { variable, regions } = variableOf(20, 4);
    const isNeeded = (_: unknown, [stretch]: readonly { from: number }[]) => stretch?.from !== 0;
    expect(await readPlaces(variable, [at(0, 4, 6)], isNeeded)).toEqual(Int32Array.of(0, 40, 60));
    expect(regions).toEqual(['4+3']);
  });

  it('are none where no place is wanted', async () => {
    const { variable, regions } = variableOf(20, 4);
    expect(await readPlaces(variable, [at()])).toEqual(new Int32Array());
    expect(regions).toEqual([]);
  });
});
