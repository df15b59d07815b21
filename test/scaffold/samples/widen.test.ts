import { describe, expect, it } from 'vitest';
import { widen } from '../../../src/scaffold/samples/widen.js';

describe('the narrowest type that holds both', () => {
  it.each([
    ['int8', 'int8', 'int8'],
    ['int8', 'int32', 'int32'],
    ['uint8', 'uint16', 'uint16'],
    ['uint8', 'int8', 'int16'],
    ['uint32', 'int8', 'int64'],
    ['uint64', 'int8', 'string'],
    ['int16', 'float32', 'float32'],
    ['int32', 'float32', 'float64'],
    ['int64', 'float64', 'string'],
    ['float32', 'float64', 'float64'],
    ['date32[day]', 'timestamp[ns]', 'timestamp[ns]'],
    ['timestamp[ns]', 'float64', 'string'],
    ['bool', 'int8', 'string'],
    ['string', 'float64', 'string'],
  ] as const)('%s and %s: %s', (one, other, wide) => {
    expect([widen(one, other), widen(other, one)]).toEqual([wide, wide]);
  });

  it('whole numbers that are known to be small fit into doubles', () => {
    expect(widen('int64', 'float64', true)).toBe('float64');
  });
});
