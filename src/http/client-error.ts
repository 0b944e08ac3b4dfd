import type { Socket } from 'node:net';
import { newUid } from '../platform/ids.ts';
import { toAppError } from './app-error.ts';
import type { HttpContext } from './context.ts';
import { errorBody } from './error-renderer.ts';

const statusOf = (code: string | undefined): readonly [number, string] => {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'Request Header Fields Too Large'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout'];
  return [400, 'Bad Request'];
};

/** Answers what is no HTTP request at all, on the bare socket, and ends the connection. */
export function answerClientError({ publicUrl }: Pick<HttpContext, 'publicUrl'>) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [statusCode, reason] = statusOf(error.code);
    const requestId = newUid();
    const body = errorBody(toAppError({ statusCode }), publicUrl, requestId);
    socket.end(
      `HTTP/1.1 ${statusCode} ${reason}\r\ncontent-type: application/json; charset=utf-8\r\n` +
        `x-request-id: ${requestId}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
}
