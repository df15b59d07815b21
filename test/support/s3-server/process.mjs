/**
 * The server in a process of its own: `node process.mjs '{"port":0,"buckets":["in","out"]}'` prints `{"endpoint":"http://…"}`
 * in one line, and ends with SIGTERM or when its standard input does.
 */
import { startS3Server } from './server.mjs';

const server = await startS3Server(JSON.parse(process.argv[2] ?? '{}'));
console.log(JSON.stringify({ endpoint: server.endpoint, port: server.port }));

const stop = async () => {
  await server.close();
  process.exit(0);
};
process.once('SIGTERM', stop);
process.stdin.once('end', stop).resume();
