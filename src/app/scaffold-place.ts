import { relative, resolve } from 'node:path';

/** Where a new config goes. */
export interface ConfigPlace {
  /** The path or address of a file in it. */
  file(name: string): string;
  /** How a folder is to be written in the config: relative to it where both are near each other on a disk. */
  pathTo(folder: string): string;
}

const FURTHEST_UP = 2;

/** A folder of this machine, by default the working folder, or an address. */
export function placeOf(output: string | undefined, workingFolder: string): ConfigPlace {
  if (output !== undefined && isAddress(output)) {
    const base = output.endsWith('/') ? output : `${output}/`;
    return { file: (name) => base + name, pathTo: (folder) => folder };
  }
  const folder = resolve(workingFolder, output ?? '.');
  return {
    file: (name) => resolve(folder, name),
    pathTo: (target) => (isAddress(target) ? target : near(folder, target)),
  };
}

function near(from: string, to: string): string {
  const way = relative(from, to);
  const ups = way.split('/').filter((part) => part === '..').length;
  if (ups > FURTHEST_UP) return to;
  if (way === '') return './';
  return `${way.startsWith('..') ? way : `./${way}`}/`;
}

function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text);
}
