/** A demo third party, beside the custodian: `npm start` runs both; alone: `node --import ./bin/typescript.js demo/third-party/main.ts`. */
import { createServer } from './server.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
const app = await createServer(settings);
await app.listen({ port: settings.port, host: settings.host });
console.log(`Demo third party: ${settings.publicUrl}`);

let stopping = false;
async function stop(): Promise<void> {
  stopping = true;
  await app.close();
  // The channel to the program that started this one would keep both alive.
  if (process.connected) process.disconnect();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping) process.exit(130);
    void stop();
  });
// Started by another program, it ends with it.
process.on('disconnect', () => void app.close());
