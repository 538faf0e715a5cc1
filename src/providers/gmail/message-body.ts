import { z } from 'zod';

/**
 * A part of a message as Gmail sends it with `format=full`.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#messagepart
 */
export const messagePart = z.object({
  mimeType: z.string().default('text/plain'),
  filename: z.string().default(''),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  body: z
    .object({
      /** Where the content has to be asked for. */
      attachmentId: z.string().min(1).optional(),
      /** Base64url. */
      data: z.string().optional(),
      size: z.number().default(0),
    })
    .default({ size: 0 }),
  get parts() {
    return z.array(messagePart).default([]);
  },
});

export type MessagePart = z.output<typeof messagePart>;

/** The parts that hold something, in their order. A message within a message is one, with all its parts. */
export function leavesOf(part: MessagePart): MessagePart[] {
  return /^multipart\//i.test(part.mimeType) ? part.parts.flatMap(leavesOf) : [part];
}

export function isAttachment({ filename, mimeType }: MessagePart): boolean {
  return filename !== '' || !/^text\/(plain|html)$/i.test(mimeType);
}

/** Gmail sends text as UTF-8 whatever its sender wrote it in; what is none is in the charset that the part names. */
export function textOf(part: MessagePart, content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder(charsetOf(part)).decode(content);
  }
}

/** One that can be decoded. */
function charsetOf({ headers }: MessagePart): string {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const [, label = 'utf-8'] = /charset="?([\w.:-]+)"?/i.exec(type) ?? [];
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}
