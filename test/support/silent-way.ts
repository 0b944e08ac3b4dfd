import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which nothing passes any more once it is silent, and nobody is told. */
export async function openWay(target: URL) {
  const sockets: Socket[] = [];
  const state = { silent: false, attempts: 0, open: 0 };
  const server = createServer((client) => {
    state.attempts += 1;
    state.open += 1;
    client.on('close', () => {
      state.open -= 1;
    });
    const upstream = connect(Number(target.port || 5432), target.hostname);
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    const muted = state.silent;
    client.on('data', (data) => !state.silent && !muted && upstream.write(data));
    upstream.on('data', (data) => !state.silent && !muted && client.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(target);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, state, close };
}
