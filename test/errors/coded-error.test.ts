import { describe, expect, it } from 'vitest';
import { CloudOptimisedError, describeError, errorCatalogue, isCoded } from '../../src/errors/index.js';

const error = new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: 's3://bucket/a.nc' });

describe('CloudOptimisedError', () => {
  it('has code, fields, and a message that ends with the remedy', () => {
    expect(error).toMatchObject({
      name: 'CloudOptimisedError',
      code: 'CO_STORAGE_NOT_FOUND',
      fields: { uri: 's3://bucket/a.nc' },
    });
    expect(error.message).toBe(`'s3://bucket/a.nc' does not exist. ${errorCatalogue.CO_STORAGE_NOT_FOUND.remedy}`);
    expect(error).toBeInstanceOf(Error);
  });

  it('keeps what was caught', () => {
    const cause = new TypeError('inner');
    expect(new CloudOptimisedError('CO_USAGE', { reason: 'x' }, { cause }).cause).toBe(cause);
  });
});

describe('isCoded', () => {
  it('knows ours from others', () => {
    expect(isCoded(error)).toBe(true);
    expect([new Error('x'), 'CO_USAGE', undefined, { code: 'CO_USAGE' }].some((value) => isCoded(value))).toBe(false);
  });

  it('asks for codes when some are given', () => {
    expect(isCoded(error, 'CO_STORAGE_NOT_FOUND')).toBe(true);
    expect(isCoded(error, 'CO_USAGE', 'CO_STORAGE_NOT_FOUND')).toBe(true);
    expect(isCoded(error, 'CO_USAGE')).toBe(false);
  });
});

describe('describeError', () => {
  it('gives the code and the message of ours', () => {
    expect(describeError(error)).toEqual({ code: 'CO_STORAGE_NOT_FOUND', message: error.message });
  });

  it.each([
    [new TypeError('x is not a function'), 'TypeError: x is not a function'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
  ])('takes %s for a defect, and says what it was', (caught, reason) => {
    const { code, message } = describeError(caught);
    expect(code).toBe('CO_UNEXPECTED');
    expect(message).toContain(reason);
  });

  it('gives what can cross threads', () => {
    expect(structuredClone(describeError(error))).toEqual(describeError(error));
  });
});
