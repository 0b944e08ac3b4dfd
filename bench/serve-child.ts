import type { AddressInfo } from 'node:net';
import { openBenchApp } from './bench-app.ts';

/** The server that is measured, in a process of its own. */
const { app, close } = await openBenchApp();
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`port ${(app.server.address() as AddressInfo).port}`);
process.once('SIGTERM', close);
