import { listed, recipe } from './define.js';

/** One thing that is wrong in a config file. */
export interface ConfigProblem {
  /** The file that holds it (a parent's problem names the parent). */
  readonly file: string;
  /** JSON pointer of the value, `''` for the whole document. */
  readonly pointer: string;
  /** What is wrong: the value in quotes, and what was expected. */
  readonly message: string;
  /** Unknown keys are warnings in a run and errors in `validate-dataset-config`. */
  readonly severity: 'error' | 'warning';
}

/** Failures of finding, reading and understanding configs. */
export const configErrors = {
  CO_CONFIG_NOT_FOUND: recipe<{ config: string; lookedIn: readonly string[] }>({
    when: 'A dataset config, or the parent that it names, does not exist.',
    message: ({ config, lookedIn }) => `No dataset config '${config}' in ${listed(lookedIn)}.`,
    remedy: 'Give the path of the file, or the bare name of a config in the working folder or of a shipped one.',
  }),
  CO_CONFIG_UNREADABLE: recipe<{ file: string; reason: string }>({
    when: 'A config is not JSON or YAML, or is larger or deeper than any config needs to be.',
    message: ({ file, reason }) => `Config '${file}' cannot be read: ${reason}.`,
    remedy: 'Mend the file; its name must end in .json, .yaml or .yml.',
  }),
  CO_CONFIG_INVALID: recipe<{ file: string; problems: readonly ConfigProblem[] }>({
    when: 'A config does not satisfy the schema or a rule between its keys.',
    message: ({ file, problems }) =>
      `Config '${file}' has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems
        .map((problem) => `  ${problem.file}#${problem.pointer}: ${problem.message}`)
        .join('\n')}\n`,
    remedy: 'Mend them, and check with validate-dataset-config.',
  }),
  CO_CONFIG_PARENT_CYCLE: recipe<{ chain: readonly string[] }>({
    when: 'Configs name each other as parent in a circle.',
    message: ({ chain }) => `The parents of a config form a circle: ${chain.join(' → ')}.`,
    remedy: 'Remove one parent_config.',
  }),
  CO_CONFIG_OVERRIDE: recipe<{ override: string; reason: string }>({
    when: '--json-overwrite is not a JSON object, or names what cannot be overridden.',
    message: ({ override, reason }) => `--json-overwrite '${override}' cannot be applied: ${reason}.`,
    remedy: 'Give a JSON object with the keys of a dataset config, or @FILE that holds one.',
  }),
} as const;
