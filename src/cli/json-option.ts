import { CloudOptimisedError } from '../errors/index.js';

/** The object that an option's JSON tells, `undefined` where the option is not given. @throws CO_USAGE for anything but an object */
export function jsonOption(option: string, json: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (json === undefined) return undefined;
  const value = parsed(option, json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CloudOptimisedError('CO_USAGE', { reason: `${option} takes a JSON object` });
}

function parsed(option: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    // The text may hold a secret: it is not repeated.
    throw new CloudOptimisedError('CO_USAGE', { reason: `${option} is no JSON` }, { cause });
  }
}
