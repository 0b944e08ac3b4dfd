import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/**
 * Lets a server close idle connections only: Node takes a connection for idle as soon as the last byte of an answer was
 * handed to it, and cuts off what a slow reader has not taken yet. `close` asks for it as well as whoever tidies up.
 */
export function closeOnlyIdle(server: Server): void {
  const sockets = new Set<Socket>();
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeIdle = server.closeIdleConnections.bind(server);
  server.closeIdleConnections = () => {
    const waiting = [...sockets].filter(({ writableLength }) => writableLength > 0);
    for (const socket of waiting) socket.destroy = () => socket;
    try {
      closeIdle();
    } finally {
      for (const socket of waiting) Reflect.deleteProperty(socket, 'destroy');
    }
  };
}
