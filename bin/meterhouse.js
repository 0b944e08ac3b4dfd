#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`meterhouse: this is Node ${process.versions.node}; 20.19 or newer is needed.\n`);
  process.exit(2);
}
// After the version is known: an older Node cannot load it.
await import('./typescript.js');
await import('../src/main.ts');
