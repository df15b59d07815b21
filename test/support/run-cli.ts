/**
 * Runs the built commands as a person would: each in a process of its own.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunSummary } from '../../src/pipeline/summary.js';

/** Where the package lies: the folder of `package.json`. */
export const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** What a command did. */
export interface CliRun {
  /** Exit status; `null` where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface CliOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as another user; needs root. */
  readonly uid?: number;
  /** Called once it has started. */
  readonly started?: (child: ChildProcess) => void;
  /** Command that runs it, with its arguments: `['/usr/bin/time', '-v']`. */
  readonly under?: readonly string[];
}

export type Command =
  | 'create-dataset-config'
  | 'update-metadata'
  | 'create-aws-registry-dataset'
  | 'generic-cloud-optimised-creation'
  | 'cloud-optimised'
  | 'validate-dataset-config'
  | 'zappend';

/** Runs a command to its end, however it ends. */
export async function runCli(command: Command, args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const began = performance.now();
  const script = `${PACKAGE}dist/src/cli/bin/${command}.js`;
  const [program, ...rest] = [...(options.under ?? []), process.execPath, script, ...args] as [string, ...string[]];
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
  });
  options.started?.(child);
  const [stdout, stderr, [status, signal]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, name) => resolve([code, name]));
    }),
  ]);
  return { status, signal, stdout, stderr, ms: performance.now() - began };
}

/** A run of the main command with `--json`. */
export interface PublishRun extends CliRun {
  /** The last line, which is the summary. */
  readonly summary: RunSummary;
  /** All lines. */
  readonly events: readonly { readonly type: string; readonly [field: string]: unknown }[];
}

/** Runs the main command with `--json`, and reads what it tells. @throws where it ended without a summary */
export async function publish(args: readonly string[], options?: CliOptions): Promise<PublishRun> {
  const run = await runCli('generic-cloud-optimised-creation', ['--json', ...args], options);
  const events = run.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const summary = events.at(-1);
  if (summary?.type !== 'summary')
    throw new Error(`no summary (status ${run.status}, signal ${run.signal}):\n${run.stdout}\n${run.stderr}`);
  return { ...run, events, summary };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const piece of stream) text += piece;
  return text;
}
