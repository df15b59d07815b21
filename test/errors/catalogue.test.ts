import { describe, expect, it } from 'vitest';
import type { ErrorRecipe } from '../../src/errors/define.js';
import { CloudOptimisedError, type ErrorCode, errorCatalogue } from '../../src/errors/index.js';
import { sampleFields } from './sample-fields.js';

const samples = sampleFields();
const recipes = Object.entries(errorCatalogue) as unknown as [ErrorCode, ErrorRecipe<never>][];
const messageOf = (code: ErrorCode) => new CloudOptimisedError(code, samples.get(code) as never).message;

/** Fields for programs that read the error; their values would only lengthen the message. */
const UNTOLD: readonly string[] = ['CO_CUBE_COORDINATE.because', 'CO_CUBE_LABEL.fault', 'CO_CUBE_TIME.trouble'];

describe('every recipe', () => {
  it('has samples of its fields', () => {
    expect(recipes.map(([code]) => code).filter((code) => !samples.has(code))).toEqual([]);
  });

  it.each(recipes)('%s tells each of its fields', (code) => {
    const message = messageOf(code);
    const untold = Object.entries(samples.get(code) ?? {})
      .filter(([name, value]) => !UNTOLD.includes(`${code}.${name}`) && !tellsOf(message, value))
      .map(([name]) => name);
    expect(untold, message).toEqual([]);
  });

  it.each(recipes)('%s ends its sentences and has no holes', (code, { when, remedy }) => {
    const message = messageOf(code);
    expect(when).toMatch(/^[A-Z'-].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
    expect(message).toMatch(/[.?)\n] [A-Z].*\.$/s);
    expect(message).not.toMatch(/undefined|\[object|''|\.\.( |$)|\s$/);
  });

  it('has a code of its own area, in capitals', () => {
    expect(recipes.map(([code]) => code).filter((code) => !/^CO(_[A-Z0-9]+)+$/.test(code))).toEqual([]);
  });
});

/** Whether each part of a sample can be found in the message. */
function tellsOf(message: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => tellsOf(message, item)) || message.includes(`${value.length}`);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).some(([key, item]) => message.includes(key) || tellsOf(message, item));
  }
  // A flag changes the wording; it is not shown itself.
  return typeof value === 'boolean' || message.includes(String(value));
}
