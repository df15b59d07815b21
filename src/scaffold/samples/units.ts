import { attributeText } from '../../model/attributes.js';
import type { Decisions } from '../decisions.js';
import { pointerPart } from '../parquet/schema.js';
import type { SampledVariable, Samples } from './reconcile.js';

/**
 * The samples with one unit for each variable. Numbers are published as files have them, so that other units are open to doubt; times are
 * counted anew.
 */
export function withUnits(samples: Samples, decisions: Decisions): Samples {
  const variables = [...samples.variables].map(
    ([name, variable]) =>
      [name, variable.disagreeing.includes('units') ? withOne(variable, samples, decisions) : variable] as const,
  );
  return { ...samples, variables: new Map(variables) };
}

function withOne(variable: SampledVariable, { inspections }: Samples, decisions: Decisions): SampledVariable {
  const { name, type, attributes } = variable;
  const pointer = `/schema/${pointerPart(name)}/units`;
  const id = `units:${name}`;
  if (type.startsWith('timestamp')) {
    decisions.note(id, pointer, name, 'samples count it in different units: those of the first are told');
    return variable;
  }
  const all = inspections.flatMap((inspection) => inspection.variables.filter((own) => own.name === name));
  const units = [...new Set(all.map((own) => attributeText(own.attributes, 'units') ?? ''))];
  const told = units.map((unit) => `'${unit}'`).join(' and ');
  const choices = units.map((value) => ({ value, label: value === '' ? 'no units' : value }));
  const question = `Which units has '${name}'? (no value is converted)`;
  const reason = `samples have it in ${told}, and no value is converted: publish only files with the same, or see that they mean the same`;
  const unit = decisions.choose({ id, pointer, question, choices, reason });
  return { ...variable, attributes: new Map([...attributes, ['units', unit]]) };
}
