#!/usr/bin/env node
// The sources are TypeScript and run as they are: tsx strips the types as files are loaded, in this process.
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`meterhouse: this is Node ${process.versions.node}; 20.19 or newer is needed.\n`);
  process.exit(2);
}
const { register } = await import('tsx/esm/api');
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
await import('../src/main.ts');
