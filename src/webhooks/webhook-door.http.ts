import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { answerError } from '../platform/http/answer-error.js';
import { WebhookUnreadable } from '../providers/provider.js';
import type { WebhookDoor } from './webhook-door.js';
import { InboxFull } from './webhook-inbox.js';

interface Address {
  Params: { providerId: string; integrationId?: string };
}

export interface WebhookRouteOptions {
  door: Pick<WebhookDoor, 'take'>;
  /** The most that any provider sends. */
  maxBodyBytes: number;
  /** Without a trailing slash. */
  publicUrl: string;
}

/** Seconds after which a sender is to come again. */
const RETRY_AFTER_S = 5;

/** Where providers deliver. The body stays the bytes that came, whatever its type says. */
export function webhookRoutes({ door, maxBodyBytes, publicUrl }: WebhookRouteOptions): FastifyPluginAsync {
  return async (fastify) => {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    fastify.setErrorHandler(answerFault);
    const take = async (request: FastifyRequest<Address>, reply: FastifyReply) => {
      const { providerId, integrationId = null } = request.params;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const url = publicUrl + (request.url.split('?')[0] ?? '');
      const answer = await door.take({ providerId, integrationId, headers: request.raw.headersDistinct, body, url });
      return reply.type(answer.contentType).send(answer.body);
    };
    const options = { bodyLimit: maxBodyBytes };
    fastify.post<Address>('/webhooks/:providerId', options, take);
    fastify.post<Address>('/webhooks/:providerId/:integrationId', options, take);
  };
}

/** What the sender mends it is told; of everything else only that it is to come again, since nothing was stored. */
function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof WebhookUnreadable) {
    return reply.code(400).send({ error: { message: error.message, code: 'BAD_INPUT' } });
  }
  if (error instanceof InboxFull) return comeAgain(reply);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (error instanceof Error && error.name !== 'HubError' && status >= 500) {
    request.log.error({ err: error }, 'a webhook delivery could not be taken');
    return comeAgain(reply);
  }
  return answerError(error, request, reply);
}

function comeAgain(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header('retry-after', RETRY_AFTER_S)
    .send({ error: { message: 'The hub cannot take this delivery now. Send it again.', code: 'INTERNAL' } });
}
