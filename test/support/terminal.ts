/**
 * Runs commands at a real terminal: a pseudo-terminal that `script` of util-linux opens.
 *
 * @module
 */
import { spawn } from 'node:child_process';

/** What a person types, once the screen shows a text behind what it showed before. */
export interface Typed {
  readonly at: string | RegExp;
  readonly keys: string;
}

/** How long the screen has to stand still before something is typed, in milliseconds. */
const READING_MS = 500;

/** A command that asks what the test does not expect would wait for ever. */
const LONGEST_MS = 25_000;

/** Keys of a terminal. */
export const KEYS = { enter: '\r', interrupt: '\u0003', space: ' ', down: '\u001b[B' } as const;

/** What a command at a terminal did. */
export interface TerminalRun {
  /** Exit status, 128 and more where a signal ended it. */
  readonly status: number | null;
  /** All that came to the screen, escape sequences among it. */
  readonly screen: string;
  /** What was not typed, since the screen never showed its text. */
  readonly left: readonly Typed[];
}

/** Runs a program with a terminal as its standard streams, and types as a person would. */
export async function runAtTerminal(
  command: readonly string[],
  typed: readonly Typed[],
  { cwd, env }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<TerminalRun> {
  const line = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd,
    env: { ...personsEnvironment(), TERM: 'xterm-256color', ...env },
  });
  const left = [...typed];
  let screen = '';
  let seen = 0;
  let pause: NodeJS.Timeout | undefined;
  const answer = () => {
    const [next] = left;
    if (!next || !matches(screen.slice(seen), next.at)) return;
    left.shift();
    seen = screen.length;
    child.stdin.write(next.keys);
  };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    screen += piece;
    // A person reads before they answer; what is typed while a question is drawn is thrown away.
    clearTimeout(pause);
    pause = setTimeout(answer, READING_MS);
  });
  const waiting = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearTimeout(waiting);
  return { status, screen, left };
}

/** Who runs these tests, and what they think of colours, is none of a terminal's business. */
function personsEnvironment(): NodeJS.ProcessEnv {
  const { CI, NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS, ...rest } = process.env;
  return rest;
}

function matches(text: string, at: string | RegExp): boolean {
  return typeof at === 'string' ? text.includes(at) : at.test(text);
}
