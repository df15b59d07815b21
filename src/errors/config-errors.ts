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

/** One thing that is wrong in the config of an append. */
export interface AppendConfigProblem {
  /** Where in the merged config: keys and positions with dots between them, `''` for the whole config. */
  readonly path: string;
  /** What is wrong: the value in quotes, and what was expected. */
  readonly message: string;
}

/** Failures of finding, reading and understanding configs. */
export const configErrors = {
  CO_CONFIG_NOT_FOUND: recipe<{ config: string; lookedIn: readonly string[]; kind?: 'dataset' | 'append' }>({
    when: 'A dataset config, the parent that it names, or an append config does not exist.',
    message: ({ config, lookedIn, kind = 'dataset' }) => `No ${kind} config '${config}' in ${listed(lookedIn)}.`,
    remedy: 'Give the path of the file, or the bare name of a config in the working folder or of a shipped one.',
    advice: ({ kind }) =>
      kind === 'append' ? 'Give the path or address of the file, its ending included.' : undefined,
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
  CO_CONFIG_SUMMARY: recipe<{ file: string; reason: string }>({
    when: 'What is given as the summary of a run is none.',
    message: ({ file, reason }) => `'${file}' cannot be read as the summary of a run: ${reason}.`,
    remedy: 'Give what generic-cloud-optimised-creation prints with --json: all of it, or its last line.',
  }),
  CO_APPEND_CONFIG_INVALID: recipe<{ sources: readonly string[]; problems: readonly AppendConfigProblem[] }>({
    when: 'The config of an append has unknown keys, or does not satisfy its schema or a rule between its keys.',
    message: ({ sources, problems }) =>
      `The append config${sources.length > 0 ? ` of ${listed(sources)}` : ''} has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems
        .map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`)
        .join('\n')}\n`,
    remedy: 'Mend them; docs/reference/append-config.md tells of each key.',
  }),
  CO_APPEND_KEY_REFUSED: recipe<{ key: string; reason: string }>({
    when: 'The config of an append asks for something of zappend that has no meaning here.',
    message: ({ key, reason }) => `The key '${key}' of the append config is refused: ${reason}.`,
    remedy: 'Remove it; docs/differences-from-zappend.md tells what to do instead.',
  }),
  CO_EXPRESSION_INVALID: recipe<{ attribute: string; text: string; position: number; reason: string }>({
    when: 'An expression in an attribute of an append config is not of the grammar, or cannot be evaluated.',
    message: ({ attribute, text, position, reason }) =>
      `The text '${text}' of attribute '${attribute}' fails at character ${position}: ${reason}.`,
    remedy: 'Correct the expression, or set permit_eval to false to store the text as it stands.',
  }),
} as const;
