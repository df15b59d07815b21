import { CloudOptimisedError } from '../../errors/index.js';
import type { ColumnChoice } from './options.js';

/** The options of a config, each taken as the type that it must have. An option that is absent or null is `undefined`. */
export class OptionValues {
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(given: Readonly<Record<string, unknown>>) {
    this.#given = given;
  }

  /** Whether the option is given, be it as null. */
  has(name: string): boolean {
    return Object.hasOwn(this.#given, name);
  }

  raw(name: string): unknown {
    return this.#given[name] ?? undefined;
  }

  text(name: string): string | undefined {
    return this.#typed(name, 'a text', (value) => typeof value === 'string');
  }

  /** A text of one character. */
  character(name: string): string | undefined {
    return this.#typed(name, 'one character', (value) => typeof value === 'string' && value.length === 1);
  }

  flag(name: string): boolean | undefined {
    return this.#typed(name, 'true or false', (value) => typeof value === 'boolean');
  }

  /** A whole number from 0. */
  count(name: string): number | undefined {
    return this.#typed(name, 'a whole number from 0', isCount);
  }

  texts(name: string): string[] | undefined {
    return this.#typed(name, 'a list of texts', (value) => isListOf(value, (item) => typeof item === 'string'));
  }

  counts(name: string): number[] | undefined {
    return this.#typed(name, 'a list of whole numbers from 0', (value) => isListOf(value, isCount));
  }

  /** Names or positions of columns. */
  choices(name: string): ColumnChoice[] | undefined {
    return this.#typed(name, 'a list of names or positions of columns', (value) => isListOf(value, isChoice));
  }

  /** A text, a number, or a list of them, as texts. */
  scalars(name: string, value: unknown = this.raw(name)): string[] | undefined {
    if (value === undefined || value === null) return undefined;
    const list = Array.isArray(value) ? value : [value];
    if (list.every((item) => typeof item === 'string' || typeof item === 'number')) return list.map(String);
    throw this.refusal(name, 'expected texts or numbers');
  }

  /** An object. */
  map(name: string): Readonly<Record<string, unknown>> | undefined {
    return this.#typed(name, 'an object', isObject);
  }

  /** The error that refuses the option with its value. */
  refusal(option: string, reason: string): CloudOptimisedError {
    return new CloudOptimisedError('CO_CSV_OPTION', { option, value: JSON.stringify(this.#given[option]), reason });
  }

  #typed<T>(name: string, expected: string, matches: (value: unknown) => boolean): T | undefined {
    const value = this.raw(name);
    if (value === undefined || matches(value)) return value as T | undefined;
    throw this.refusal(name, `expected ${expected}`);
  }
}

/** Whether a value of a config is an object with named values. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isChoice(value: unknown): boolean {
  return typeof value === 'string' || isCount(value);
}

function isListOf(value: unknown, matches: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(matches);
}
