import { EXIT } from './exit.js';

/**
 * A signal that aborts at the first Ctrl-C or termination: what is under way is finished and committed. A second one ends at
 * once; the next run repairs what that leaves.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write('\nInterrupted: finishing what is under way (once more to stop at once)\n');
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
