import type { CodecSpec } from '../model/zarr/array.js';
import { unsupported } from './codec.js';

/** @throws CO_CODEC_UNSUPPORTED for a setting that is not among `known` */
export function checkSettings({ name, configuration }: CodecSpec, known: readonly string[]): void {
  const unknown = Object.keys(configuration).find((key) => key !== 'id' && !known.includes(key));
  if (unknown === undefined) return;
  throw unsupported(name, `'${unknown}' is not one of its settings (${known.join(', ') || 'it has none'})`);
}

/** An integer within bounds. @throws CO_CODEC_UNSUPPORTED */
export function integerSetting(
  spec: CodecSpec,
  key: string,
  fallback: number,
  bounds: readonly [number, number],
): number {
  const value = spec.configuration[key] ?? fallback;
  const [lowest, highest] = bounds;
  if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw unsupported(spec.name, `'${key}' is ${quoted(value)}, expected an integer from ${lowest} to ${highest}`);
}

/** A finite number. @throws CO_CODEC_UNSUPPORTED */
export function numberSetting(spec: CodecSpec, key: string): number {
  const value = spec.configuration[key];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw unsupported(spec.name, `'${key}' is ${quoted(value)}, expected a number`);
}

/** One of `choices`. @throws CO_CODEC_UNSUPPORTED */
export function choiceSetting<T>(spec: CodecSpec, key: string, fallback: T, choices: readonly T[]): T {
  const value = spec.configuration[key] ?? fallback;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw unsupported(spec.name, `'${key}' is ${quoted(value)}, expected one of ${choices.map(quoted).join(', ')}`);
}

function quoted(value: unknown): string {
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}
