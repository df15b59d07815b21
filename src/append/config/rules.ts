/**
 * What the schema cannot say: rules within and between keys.
 *
 * @module
 */
import { quoted } from '../../config/quote.js';
import type { AppendConfigProblem } from '../../errors/config-errors.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { parseTimeUnits } from '../../model/cf/time-units.js';
import type { AppendConfigDocument } from './append-config.generated.js';
import { parseAppendStep } from './append-step.js';

/** Everything in which a document of the right structure is wrong. */
export function ruleProblems(document: AppendConfigDocument): AppendConfigProblem[] {
  return [
    step(document),
    gaps(document),
    fixedDimensions(document),
    ...shards(document),
    ...coordinates(document),
  ].flat();
}

/** @throws CO_APPEND_KEY_REFUSED for what has no meaning here */
export function refuseKeys({ temp_storage_options: options }: AppendConfigDocument): void {
  if (Object.keys(options ?? {}).length === 0) return;
  const reason = 'temporary copies lie on the local disk, in temp_dir or the folder of the system';
  throw new CloudOptimisedError('CO_APPEND_KEY_REFUSED', { key: 'temp_storage_options', reason });
}

function step({ append_step: written }: AppendConfigDocument): AppendConfigProblem[] {
  const parsed = parseAppendStep(written);
  return typeof parsed === 'string' ? [{ path: 'append_step', message: parsed }] : [];
}

function gaps({ gaps: written, append_step: step }: AppendConfigDocument): AppendConfigProblem[] {
  const regular = step !== undefined && step !== null && step !== '+' && step !== '-';
  return written !== 'fill' || regular
    ? []
    : [{ path: 'gaps', message: "'fill' needs the length of a step in 'append_step'" }];
}

function fixedDimensions({
  fixed_dims: fixed = {},
  append_dim: append = 'time',
}: AppendConfigDocument): AppendConfigProblem[] {
  if (!Object.hasOwn(fixed, append)) return [];
  return [{ path: `fixed_dims.${append}`, message: `'${append}' is the append dimension, whose length changes` }];
}

function shards({ variables = {}, zarr_version: version = 2 }: AppendConfigDocument): AppendConfigProblem[] {
  if (version === 3) return [];
  const sharded = Object.keys(variables).filter((name) => variables[name]?.encoding?.shards);
  return sharded.map((name) => ({
    path: `variables.${name}.encoding.shards`,
    message: "shards need 'zarr_version' 3",
  }));
}

function coordinates({ append_coords: written = {} }: AppendConfigDocument): AppendConfigProblem[] {
  return Object.entries(written).flatMap(([name, { pattern, format, units }]) => [
    ...problem(`append_coords.${name}.pattern`, pattern !== undefined && regularExpressionFault(pattern)),
    ...problem(`append_coords.${name}.format`, format !== undefined && unknownDirective(format)),
    ...problem(
      `append_coords.${name}.units`,
      units !== undefined &&
        format !== undefined &&
        !parseTimeUnits(units) &&
        `${quoted(units)} are no units of time, and 'format' is given`,
    ),
  ]);
}

function problem(path: string, message: string | false | undefined): AppendConfigProblem[] {
  return message ? [{ path, message }] : [];
}

function regularExpressionFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return `${quoted(pattern)} is no regular expression: ${(error as Error).message.replace(/^.*: /, '')}`;
  }
}

function unknownDirective(format: string): string | undefined {
  const wrong = format.match(/%(.|$)/g)?.find((directive) => !/^%[YmdjHMSf%]$/.test(directive));
  return wrong && `'${wrong}' in ${quoted(format)} is none of %Y, %m, %d, %j, %H, %M, %S and %f`;
}
