import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorDetailsOf, httpStatusOf } from '../errors/error-answer.js';
import { findHubError } from '../errors/hub-error.js';

/** An error as a plain route answers it. */
export interface HttpFault {
  status: number;
  message: string;
  details: Record<string, unknown> & { code: string };
}

/** What the sender is told of an error; what nobody expected is logged under an id. */
export function faultOf(error: unknown, request: FastifyRequest): HttpFault {
  const known = findHubError(error);
  if (known !== null)
    return { status: httpStatusOf(known), message: known.message, details: { ...errorDetailsOf(known) } };
  const { statusCode, code, message } = error as Partial<FastifyError>;
  if (statusCode === 413) {
    return {
      status: 413,
      message: `The body is larger than ${request.routeOptions.bodyLimit} bytes.`,
      details: { code: 'BAD_INPUT' },
    };
  }
  if (statusCode !== undefined && statusCode < 500 && code?.startsWith('FST_')) {
    return { status: statusCode, message: message ?? 'The request is malformed.', details: { code: 'BAD_INPUT' } };
  }
  const id = randomUUID();
  request.log.error({ err: error, errorId: id }, 'unexpected error');
  return {
    status: 500,
    message: `Something went wrong inside the hub. It is logged under ${id}.`,
    details: { code: 'INTERNAL', id },
  };
}

/** Fastify's error handler for plain routes: `{ "error": { "message", "code", … } }`. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message, details } = faultOf(error, request);
  return reply.code(status).send({ error: { message, ...details } });
}

/** The same for routes that speak GraphQL. */
export function answerGraphQLError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message, details } = faultOf(error, request);
  return reply.code(status).send({ errors: [{ message, extensions: details }] });
}
