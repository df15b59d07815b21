import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { S3Storage } from '../../src/storage/s3-storage.js';
import { startS3Server } from '../support/s3-server/server.mjs';

describe('the S3 server of the tests', () => {
  it('runs in a process of its own, counts changes, and takes faults', async () => {
    const entry = fileURLToPath(new URL('../support/s3-server/process.mjs', import.meta.url));
    const child = spawn(process.execPath, [entry, JSON.stringify({ accessKeyId: 'K', secretAccessKey: 'S' })]);
    const { endpoint } = JSON.parse(String((await once(child.stdout, 'data'))[0])) as { endpoint: string };
    const storage = new S3Storage('test', { endpoint, accessKeyId: 'K', secretAccessKey: 'S', attempts: 1 });
    await storage.put('a', new Uint8Array(1));
    const fault = { operation: 'PutObject', key: '^b', status: 400, code: 'InvalidRequest' };
    await fetch(`${endpoint}/-/faults`, { method: 'POST', body: JSON.stringify(fault) });
    await expect(storage.put('b', new Uint8Array(1))).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    const state = await (await fetch(`${endpoint}/-/state`)).json();
    expect(state).toEqual({ counters: { PutObject: 2 }, mutations: 1 });
    await storage.close();
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('tells of each change before and after', async () => {
    const seen: string[] = [];
    const server = await startS3Server({
      beforeMutation: ({ operation, key }) => void seen.push(`before ${operation} ${key}`),
      afterMutation: ({ operation, key }) => void seen.push(`after ${operation} ${key}`),
    });
    const { endpoint, accessKeyId, secretAccessKey } = server;
    const storage = new S3Storage('test', { endpoint, accessKeyId, secretAccessKey });
    await storage.put('a', new Uint8Array(1));
    await storage.get('a');
    expect(seen).toEqual(['before PutObject a', 'after PutObject a']);
    expect(server.mutations).toBe(1);
    await storage.close();
    await server.close();
  });
});
