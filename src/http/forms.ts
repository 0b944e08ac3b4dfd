import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';

/** A file that came with a form. */
export interface PostedFile {
  readonly bytes: Uint8Array;
  /** Whether it was longer than `maxFileBytes`: `bytes` is then its beginning only. */
  readonly tooLarge: boolean;
}

/** A posted form, whatever its encoding. */
export interface PostedForm {
  /** The value of a field without blanks around it; empty when it is absent. The last one when it was repeated. */
  readonly text: (name: string) => string;
  /** The value as it was sent: for passwords. */
  readonly exact: (name: string) => string;
  /** Every value of a repeated field, in order. */
  readonly list: (name: string) => readonly string[];
  /** A file; undefined when none was chosen. */
  readonly file: (name: string) => PostedFile | undefined;
}

/** The longest file that a form may carry. */
const maxFileBytes = 200_000;
/** The longest field: a small image as a `data:` URL is sent back by the preview of a registration. */
const maxFieldBytes = 300_000;
const maxFields = 200;

/** Makes a part of the server read forms, urlencoded and multipart, within limits. */
export async function mountForms(app: FastifyInstance): Promise<void> {
  await app.register(formbody, {
    bodyLimit: maxFieldBytes,
    parser: (text) => new URLSearchParams(text) as unknown as Record<string, unknown>,
  });
  await app.register(multipart, {
    limits: {
      fields: maxFields,
      fieldSize: maxFieldBytes,
      fileSize: maxFileBytes,
      files: 1,
      parts: maxFields,
    },
    throwFileSizeLimit: false,
  });
}

function formOf(fields: URLSearchParams, files: ReadonlyMap<string, PostedFile>): PostedForm {
  const exact = (name: string): string => fields.getAll(name).at(-1) ?? '';
  return {
    exact,
    text: (name) => exact(name).trim(),
    list: (name) => fields.getAll(name),
    file: (name) => files.get(name),
  };
}

/** What the reader of a broken form throws says nothing of whose fault it is: it is the form's. */
function unreadable(error: unknown): unknown {
  if (error instanceof AppError || (error instanceof Error && 'statusCode' in error)) return error;
  return new AppError('invalid_param', 'The form cannot be read: it breaks off, or is no form.', {
    cause: error,
  });
}

async function readMultipart(request: FastifyRequest): Promise<PostedForm> {
  const fields = new URLSearchParams();
  const files = new Map<string, PostedFile>();
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.valueTruncated || part.fieldnameTruncated)
        throw new AppError('payload_too_large', `The field ${part.fieldname.slice(0, 50)} is too long.`);
      fields.append(part.fieldname, String(part.value));
    } else {
      const bytes = await part.toBuffer();
      if (bytes.length > 0 || part.file.truncated)
        files.set(part.fieldname, { bytes, tooLarge: part.file.truncated });
    }
  }
  return formOf(fields, files);
}

/**
 * Reads the posted form of a request to a part of the server where `mountForms` was called.
 *
 * @throws AppError `payload_too_large`; `invalid_param` when the body is no form.
 */
export async function readForm(request: FastifyRequest): Promise<PostedForm> {
  if (request.isMultipart())
    return await readMultipart(request).catch((error: unknown) => {
      throw unreadable(error);
    });
  return formOf(request.body instanceof URLSearchParams ? request.body : new URLSearchParams(), new Map());
}
