import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { S3Storage } from '../../src/storage/s3-storage.js';
import { type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';

const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

describe('what the environment says of S3', () => {
  let server: S3TestServer;
  let folder: string;

  beforeEach(async () => {
    server = await startS3Server();
    server.put('test', 'a', 'hello');
    folder = await mkdtemp(join(tmpdir(), 'co-aws-'));
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function read(options = {}): Promise<string | undefined> {
    const storage = new S3Storage('test', options);
    try {
      return textOf(await storage.get('a'));
    } finally {
      await storage.close();
    }
  }

  it('endpoint and keys may come from variables', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_S3', server.endpoint);
    vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretAccessKey);
    expect(await read()).toBe('hello');
  });

  it('a named profile has its own keys, whatever the variables say', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'OTHER');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'other');
    const keys = `aws_access_key_id = ${server.accessKeyId}\naws_secret_access_key = ${server.secretAccessKey}\n`;
    await writeFile(join(folder, 'credentials'), `[archive]\n${keys}`);
    await writeFile(join(folder, 'config'), '[profile archive]\nregion = ap-southeast-2\n');
    const { endpoint } = server;
    const warn = vi.spyOn(console, 'warn');
    expect(await read({ endpoint, profile: 'archive' })).toBe('hello');
    expect(warn).not.toHaveBeenCalled();
    await expect(read({ endpoint })).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
  });

  it('no credentials anywhere is told as such', async () => {
    const { endpoint } = server;
    await expect(read({ endpoint })).rejects.toMatchObject({
      code: 'CO_STORAGE_ACCESS_DENIED',
      message: expect.stringMatching(/credentials/i),
    });
    await expect(read({ endpoint, profile: 'none' })).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
  });

  it('the client writes no warnings', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const { endpoint, accessKeyId, secretAccessKey } = server;
    expect(await read({ endpoint, accessKeyId, secretAccessKey, connections: 1 })).toBe('hello');
    process.off('warning', note);
    expect(warnings).toEqual([]);
    expect(process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED).toBeUndefined();
  });
});
