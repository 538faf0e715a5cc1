import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  /** Ids of spans. */
  links: string[];
  attributes: Record<string, string | number>;
  failed: boolean;
}

interface Exported {
  resourceSpans: {
    resource: { attributes: RawAttribute[] };
    scopeSpans: {
      spans: {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        attributes: RawAttribute[];
        links?: { spanId: string }[];
        status: { code: number };
      }[];
    }[];
  }[];
}

interface RawAttribute {
  key: string;
  value: { stringValue?: string; intValue?: number; doubleValue?: number };
}

/** A collector that takes OTLP over HTTP as JSON, at `url`/v1/traces. */
export class TraceReceiver implements AsyncDisposable {
  readonly spans: ReceivedSpan[] = [];
  readonly services = new Set<string | number>();
  private readonly server = createServer((request, response) => {
    void this.take(request).then(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });

  static async start(): Promise<TraceReceiver> {
    const receiver = new TraceReceiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From a trace's first span down to the one given, by name. */
  pathTo(span: ReceivedSpan): string[] {
    const parent = this.spans.find(({ spanId }) => spanId === span.parentSpanId);
    return [...(parent === undefined ? [] : this.pathTo(parent)), span.name];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<void> {
    if (request.url !== '/v1/traces') return;
    const { resourceSpans } = (await json(request)) as Exported;
    for (const { resource, scopeSpans } of resourceSpans) {
      this.services.add(attributesOf(resource.attributes)['service.name'] ?? '');
      for (const { name, traceId, spanId, parentSpanId, attributes, links, status } of scopeSpans.flatMap(
        ({ spans }) => spans,
      )) {
        this.spans.push({
          name,
          traceId,
          spanId,
          parentSpanId: parentSpanId ?? null,
          links: links?.map((link) => link.spanId) ?? [],
          attributes: attributesOf(attributes),
          failed: status.code === 2,
        });
      }
    }
  }
}

function attributesOf(attributes: RawAttribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]),
  );
}
