/**
 * Kills a command at each of its changes to the output, and checks what the next one makes of it.
 *
 * @module
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliRun, type Command, runCli } from '../run-cli.js';

/** Where one command at a time works. Sources and output keep their addresses from one kill to the next. */
export interface Site {
  readonly folder: string;
  /** Folder of the sources. */
  readonly input: string;
  /** Folder of the dataset and its ledger. */
  readonly output: string;
}

/** When a kill happens: before or after the change of that number, counted from 1. */
export interface KillPoint {
  readonly moment: 'before' | 'after';
  readonly number: number;
}

export interface Scenario {
  /** Makes the sources, and by plain runs what was there before. */
  prepare(site: Site): Promise<void>;
  /** Changes the sources, before the command that is killed begins. */
  change?(site: Site): void;
  /** The command that is killed. */
  command(site: Site): readonly [Command, readonly string[]];
  /** Where it is killed; the changes are told by what they did. */
  choose(changes: readonly string[]): KillPoint[];
  /** Runs after each kill; throws where something is wrong. */
  check(site: Site, point: KillPoint): Promise<void>;
  /** Looks at the output, again and again while a command runs until it is killed; throws where something is wrong. */
  poll?(site: Site): Promise<void>;
  /** How many commands are killed at a time. */
  readonly lanes?: number;
}

/** How often a command was killed, of how many changes. */
export interface KillCount {
  readonly changes: number;
  readonly points: number;
  readonly killed: number;
  /** How often the output was looked at while commands ran. */
  readonly polls: number;
}

const PRELOAD = fileURLToPath(new URL('preload.cjs', import.meta.url));

/** Before and after each of the changes. */
export function everywhere(changes: readonly unknown[]): KillPoint[] {
  return changes.flatMap((_, i): KillPoint[] => [
    { moment: 'before', number: i + 1 },
    { moment: 'after', number: i + 1 },
  ]);
}

/**
 * Before each of the changes, and after the last one: with a single worker the state after a change is that before the next. Two kinds of
 * states are passed over, {@link everywhere} has them too: those that a change leaves as it found them, because it fails, and those of
 * a file that is half written, under a name that nobody reads.
 */
export function eachState(changes: readonly string[]): KillPoint[] {
  const before = changes.flatMap((change, i): KillPoint[] =>
    leadsToItself(change) || leadsFromHalf(change) ? [] : [{ moment: 'before', number: i + 1 }],
  );
  return [...before, { moment: 'after', number: changes.length }];
}

/** The state before it is that before the next change. */
function leadsToItself(change: string): boolean {
  return change.endsWith(' (failed)');
}

/** Writing to a descriptor, and its times: before the file is closed and gets its name. */
function leadsFromHalf(change: string): boolean {
  return /^(writeSync|writevSync|futimesSync|FileHandle\.\w+) /.test(change);
}

/**
 * Runs a scenario at all of its points. Points that are not reached, because threads took turns in another order and so made
 * a change less, are not counted as killed.
 *
 * @param folder an empty one
 */
export async function killAtEachPoint(folder: string, scenario: Scenario): Promise<KillCount> {
  const lanes = Array.from(
    { length: scenario.lanes ?? 2 },
    (_, lane) => new Lane(join(folder, String(lane)), scenario),
  );
  for (const lane of lanes) await lane.prepare();
  const changes = await (lanes[0] as Lane).count();
  const points = scenario.choose(changes);
  const queue = points.values();
  const killed = await Promise.all(lanes.map((lane) => lane.work(queue)));
  return {
    changes: changes.length,
    points: points.length,
    killed: killed.reduce((sum, count) => sum + count, 0),
    polls: lanes.reduce((sum, lane) => sum + lane.polls, 0),
  };
}

class Lane {
  readonly #site: Site;
  readonly #scenario: Scenario;
  readonly #folder: string;
  polls = 0;

  constructor(folder: string, scenario: Scenario) {
    this.#folder = folder;
    this.#site = {
      folder: join(folder, 'site'),
      input: join(folder, 'site', 'in'),
      output: join(folder, 'site', 'out'),
    };
    this.#scenario = scenario;
  }

  async prepare(): Promise<void> {
    mkdirSync(this.#site.output, { recursive: true });
    mkdirSync(this.#site.input, { recursive: true });
    await this.#scenario.prepare(this.#site);
    cpSync(this.#site.folder, join(this.#folder, 'before'), { recursive: true, preserveTimestamps: true });
  }

  /** What the command changes, in its order. */
  async count(): Promise<string[]> {
    this.#restore();
    const { status, stderr } = await this.#run({});
    if (status !== 0) throw new Error(`the command fails without being killed: ${stderr}`);
    const counter = this.#counter;
    return Array.from(readdirSync(counter), (_, i) => readFileSync(join(counter, String(i + 1)), 'utf8'));
  }

  /** Kills at points until none is left; gives how many were reached. */
  async work(points: Iterator<KillPoint>): Promise<number> {
    let killed = 0;
    for (let next = points.next(); !next.done; next = points.next()) if (await this.#killAt(next.value)) killed++;
    return killed;
  }

  async #killAt(point: KillPoint): Promise<boolean> {
    this.#restore();
    const at = `${point.moment}:${point.number}`;
    const running = this.#run({ CO_KILL_AT: at });
    const [{ signal, status, stderr }] = await Promise.all([running, this.#pollUntil(running)]);
    if (signal !== 'SIGKILL' && status !== 0) throw new Error(`killed ${at}, it ended by itself: ${stderr}`);
    try {
      await this.#scenario.check(this.#site, point);
    } catch (error) {
      throw new Error(`after a kill ${at} (${this.#changeAt(point)}): ${(error as Error).message}`, { cause: error });
    }
    return signal === 'SIGKILL';
  }

  async #pollUntil(end: Promise<unknown>): Promise<void> {
    let ended = false;
    const stop = () => {
      ended = true;
    };
    end.then(stop, stop);
    while (this.#scenario.poll && !ended) {
      await this.#scenario.poll(this.#site);
      this.polls++;
      // The command needs the processor more.
      await new Promise((resolve) => setTimeout(resolve, 12));
    }
  }

  get #counter(): string {
    return join(this.#folder, 'counter');
  }

  #changeAt({ number }: KillPoint): string {
    return readFileSync(join(this.#counter, String(number)), 'utf8');
  }

  #restore(): void {
    rmSync(this.#site.folder, { recursive: true, force: true });
    cpSync(join(this.#folder, 'before'), this.#site.folder, { recursive: true, preserveTimestamps: true });
    rmSync(this.#counter, { recursive: true, force: true });
    mkdirSync(this.#counter);
    this.#scenario.change?.(this.#site);
  }

  #run(env: Record<string, string>): Promise<CliRun> {
    const [command, args] = this.#scenario.command(this.#site);
    return runCli(command, args, { env: { ...watching(this.#site.output, this.#counter), ...env } });
  }
}

/** The environment in which the changes below `output` are counted, in files in the folder `counter`. */
function watching(output: string, counter: string): Record<string, string> {
  return { NODE_OPTIONS: `--require ${PRELOAD}`, CO_KILL_BELOW: output, CO_KILL_COUNTER: counter };
}

/** Runs a command on a site, and kills it before its change of that number. */
export async function killBefore(site: Site, number: number, ...[command, args]: Parameters<typeof runCli>) {
  const counter = mkdtempSync(join(site.folder, 'counter-'));
  await runCli(command, args, { env: { ...watching(site.output, counter), CO_KILL_AT: `before:${number}` } });
}
