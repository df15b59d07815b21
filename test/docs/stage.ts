/**
 * A reader's machine: a folder like a fresh clone, the commands of this package, and an S3 server behind the addresses that the
 * documents name.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PACKAGE } from '../support/run-cli.js';
import { type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';
import type { Block } from './markdown.js';

/** The sample, which stands for the files of a reader, wherever a document has them. */
export const SAMPLE = join(PACKAGE, 'samples/argo/2900999_prof.nc');

/** Where documents put things on a reader's disk: these folders lie in the stage instead. */
const ABSOLUTE = /(^|[\s'"=])\/(archive|data)\//g;

export interface LineRun {
  readonly line: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'co-docs-'));
  readonly #s3: S3TestServer;
  readonly #env: Record<string, string>;

  private constructor(s3: S3TestServer) {
    this.#s3 = s3;
    this.#env = this.#environment();
    for (const folder of ['dataset-configs', 'samples'])
      cpSync(join(PACKAGE, folder), join(this.folder, folder), { recursive: true });
    this.#writeFile('archive/argo/csiro/2900999/2900999_prof.nc', readFileSync(SAMPLE));
    s3.put('imos-data', 'IMOS/Argo/dac/csiro/2900999/2900999_prof.nc', readFileSync(SAMPLE));
    this.#writeFile('my-dataset.json', this.#ownConfig());
  }

  static async open(): Promise<Stage> {
    return new Stage(await startS3Server({ buckets: ['imos-data', 'my-bucket'], allowAnonymous: true }));
  }

  /** Where the commands of this package, and no others of npx, are found. */
  get path(): string {
    return this.#env.PATH as string;
  }

  /** Keys in the bucket that is the reader's own. */
  published(): string[] {
    return this.#s3.keys('my-bucket');
  }

  /** Runs one line; `export` holds for those after it. */
  run(line: string): Promise<LineRun> {
    const exported = /^export (\w+)=(\S+)$/.exec(line);
    if (exported) this.#env[exported[1] as string] = exported[2] as string;
    const command = line.replace(ABSOLUTE, `$1${this.folder}/$2/`);
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env: this.#env };
      execFile('bash', ['-o', 'pipefail', '-c', command], options, (error, stdout, stderr) => {
        const status = error ? Number(error.code ?? 1) : 0;
        resolve({ line, status, stdout, stderr });
      });
    });
  }

  async close(): Promise<void> {
    await this.#s3.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Nothing of this machine's own: a reader's credentials lie in a profile. */
  #environment(): Record<string, string> {
    const { accessKeyId, secretAccessKey, endpoint } = this.#s3;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    return {
      PATH: [this.#npx(), process.env.PATH].join(delimiter),
      HOME: this.folder,
      AWS_SHARED_CREDENTIALS_FILE: this.#writeFile('.aws/credentials', `[default]\n${keys}\n[my-profile]\n${keys}`),
      AWS_CONFIG_FILE: this.#writeFile('.aws/config', ''),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_S3: endpoint,
    };
  }

  /** A folder with an `npx` that knows the commands of this package, and no others. */
  #npx(): string {
    const { bin } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const cases = Object.entries(bin).map(
      ([name, path]) => `${name}) shift; exec '${process.execPath}' '${join(PACKAGE, path)}' "$@";;`,
    );
    const script = `#!/bin/sh\ncase "$1" in\n${cases.join('\n')}\nesac\necho "npx: no command $1" >&2\nexit 127\n`;
    chmodSync(this.#writeFile('.bin/npx', script), 0o755);
    return join(this.folder, '.bin');
  }

  /** What "Start from the shipped config that is closest" asks for. */
  #ownConfig(): string {
    const config = JSON.parse(readFileSync(join(PACKAGE, 'dataset-configs/argo.json'), 'utf8'));
    config.dataset_name = 'my_dataset';
    config.run_settings.paths[0].s3_uri = './archive/argo/';
    return JSON.stringify(config);
  }

  #writeFile(path: string, content: string | Uint8Array): string {
    const file = join(this.folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    return file;
  }
}

/** The commands of a block: without comments, continued lines joined, and without what `isLeftOut`. */
export function linesOf({ text }: Block, isLeftOut: (command: string) => boolean): string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .map((line) =>
      line
        .split(' && ')
        .filter((command) => !isLeftOut(command))
        .join(' && '),
    )
    .filter((line) => line !== '');
}
