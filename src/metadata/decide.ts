import { CloudOptimisedError, describeError } from '../errors/index.js';
import type { Accepted, AttributeChange, LeftAlone } from './attribute-change.js';
import { isSameValue, plainValue } from './attribute-value.js';
import { type Weight, weightOf } from './meaning.js';
import { isSameReference, isTimeReference } from './time-reference.js';

/** An attribute of a variable: what is stored, and what the config asks for; `undefined` where there is none. */
export interface AskedAttribute {
  readonly variable: string;
  readonly attribute: string;
  readonly stored: unknown;
  readonly asked: unknown;
  readonly packed: boolean;
}

/** What becomes of it: nothing where both are the same. */
export type Decision = { readonly change: AttributeChange } | { readonly left: LeftAlone } | undefined;

/** Decides over one attribute: what only describes changes, what values are read by does not. */
export function decide(asked: AskedAttribute, accepted: Accepted): Decision {
  const { variable, attribute } = asked;
  if (isSameValue(asked.stored, asked.asked)) return undefined;
  if (attribute === 'units' && isTimeReference(asked.stored) && isSameReference(asked.stored, asked.asked))
    return undefined;
  const weight = weightOf(asked);
  if (weight === 'fixed' || (weight === 'meaning' && !accepted.has(`${variable}.${attribute}`)))
    return { left: leftAlone(asked, weight) };
  return { change: changeOf(variable, attribute, asked.stored, asked.asked) };
}

/** A change, with values as plain JSON. */
export function changeOf(variable: string | null, attribute: string, stored: unknown, asked: unknown): AttributeChange {
  return {
    variable,
    attribute,
    ...(stored !== undefined && { old: plainValue(stored) }),
    ...(asked !== undefined && { new: plainValue(asked) }),
  };
}

/** Why an attribute, or a part of the layout, stays as it is. */
export function leftAlone(
  { variable, attribute, stored, asked }: Omit<AskedAttribute, 'packed'>,
  weight: Exclude<Weight, 'description'>,
): LeftAlone {
  const fields = { variable, attribute, stored: textOf(stored), asked: textOf(asked) };
  const error =
    weight === 'fixed'
      ? new CloudOptimisedError('CO_METADATA_FIXED', fields)
      : new CloudOptimisedError('CO_METADATA_MEANING', fields);
  const change = changeOf(variable, attribute, stored, asked);
  return {
    ...describeError(error),
    variable,
    attribute,
    ...('old' in change && { stored: change.old }),
    ...('new' in change && { asked: change.new }),
  };
}

/** A variable of the config that the dataset does not have. */
export function lacking(variable: string): LeftAlone {
  return { ...describeError(new CloudOptimisedError('CO_METADATA_LACKING', { variable })), variable, attribute: '' };
}

/** A value in words. */
export function textOf(value: unknown): string {
  if (value === undefined) return 'absent';
  const plain = plainValue(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}
