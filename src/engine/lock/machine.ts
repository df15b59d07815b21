import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process holds a lock, in terms that another process can check. */
export interface ProcessIdentity {
  readonly host: string;
  /** Names this boot of this machine, and its set of process numbers (a container has its own); the host name where unknown. */
  readonly machine: string;
  readonly pid: number;
  /** When the process began, in the kernel's ticks; tells a process from a later one with the same number. */
  readonly started: string;
}

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return { host: hostname(), machine: machineId(), pid: process.pid, started: startOf(process.pid) ?? '' };
}

/** Whether that process surely lives no longer: it ran on this machine, and is gone. */
export function isDead(identity: ProcessIdentity): boolean {
  if (identity.machine !== machineId()) return false;
  const started = startOf(identity.pid);
  if (started !== undefined) return started !== identity.started;
  return !isRunning(identity.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function machineId(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the fields are counted after the name, which may hold spaces. A zombie counts as gone. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'gone' : fields[19];
  } catch {
    return undefined;
  }
}
