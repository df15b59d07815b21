import { recipe } from './define.js';

/** Failures of a run as a whole, and of what it remembers. */
export const runErrors = {
  CO_NO_SOURCES: recipe<{ paths: readonly string[] }>({
    when: 'No file matches the inputs of a run.',
    message: ({ paths }) => `No file matches ${paths.map((path) => `'${path}'`).join(', ')}.`,
    remedy: 'Check the paths, the filter and the year_range, or give --input.',
  }),
  CO_NO_INPUT: recipe<{ dataset: string }>({
    when: 'A run has neither --input nor run_settings.paths.',
    message: ({ dataset }) => `Nothing tells where the files of '${dataset}' are.`,
    remedy: 'Give --input, or run_settings.paths in the config.',
  }),
  CO_LOCKED: recipe<{ dataset: string; owner: string }>({
    when: 'Another process is writing the same dataset.',
    message: ({ dataset, owner }) => `'${dataset}' is being written by ${owner}.`,
    remedy: 'Wait until it ends; the lock of a process that died is taken over by itself.',
  }),
  CO_LOCK_LOST: recipe<{ dataset: string; reason: string }>({
    when: 'This process did not renew its lock on a dataset in time: another one took it over, or may have.',
    message: ({ dataset, reason }) => `The lock on '${dataset}' is lost: ${reason}.`,
    remedy: 'Run again; what was not committed is repaired.',
  }),
  CO_LEDGER_UNREADABLE: recipe<{ uri: string; reason: string }>({
    when: "A document of the dataset's ledger cannot be read.",
    message: ({ uri, reason }) => `The ledger document '${uri}' cannot be read: ${reason}.`,
    remedy: 'Restore it from a backup; without it nobody knows which objects belong to which source.',
  }),
  CO_SOURCE_UNKNOWN: recipe<{ source: string; dataset: string; similar: readonly string[] }>({
    when: 'A command names a source that the ledger of the dataset does not know, or that several sources could be.',
    message: ({ source, dataset, similar }) =>
      `The ledger of '${dataset}' has no single source '${source}'.${similar.length > 0 ? ` Did you mean ${similar.map((name) => `'${name}'`).join(' or ')}?` : ''}`,
    remedy: 'Give its full address as the ledger has it.',
  }),
  CO_USAGE: recipe<{ reason: string }>({
    when: 'The options of a command do not fit together.',
    message: ({ reason }) => `${reason}.`,
    remedy: 'See --help.',
  }),
  /** `left` is absent where nobody knows it; `things` are sources where nothing else is said. */
  CO_INTERRUPTED: recipe<{ finished: number; left?: number; things?: 'source' | 'dataset' }>({
    when: 'A run was interrupted with Ctrl-C or a termination signal.',
    message: ({ finished, left = 0, things = 'source' }) => {
      if (finished === 0 && left === 0) return 'Interrupted before anything was changed.';
      const done = `Interrupted: ${finished} ${things}${finished === 1 ? ' is' : 's are'} finished`;
      return left === 0 ? `${done}, the rest is as it was.` : `${done}, ${left} ${left === 1 ? 'is' : 'are'} left.`;
    },
    remedy: 'Run the same command again to do the rest.',
  }),
  CO_WORKER_DIED: recipe<{ task: string; reason: string }>({
    when: 'A worker thread ended while it had work: out of memory, or killed.',
    message: ({ task, reason }) => `The worker that had '${task}' died: ${reason}.`,
    remedy: 'Run again with fewer --workers, so that each has more memory.',
  }),
  CO_UNEXPECTED: recipe<{ reason: string }>({
    when: 'Something failed that nothing here expected: a defect of this tool or of a plugin.',
    message: ({ reason }) => `Unexpected failure: ${reason}.`,
    remedy: 'Run with --verbose for the stack, and report it.',
  }),
} as const;
