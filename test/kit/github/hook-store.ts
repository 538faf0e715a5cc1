import type { Answer, Asked } from './github-server.js';

interface Hook {
  id: number;
  repository: string;
  events: unknown;
  config: Record<string, unknown>;
}

/**
 * Hooks of repositories, as GitHub keeps them: one for an address.
 * @see https://docs.github.com/en/rest/repos/webhooks
 */
export class HookStore {
  readonly all: Hook[] = [];
  private lastId = 500;

  answer(repository: string, path: string, { method, body }: Asked): Answer {
    const id = Number(/^hooks\/(\d+)$/.exec(path)?.[1]);
    const found = this.all.find((hook) => hook.repository === repository && hook.id === id);
    if (path === 'hooks' && method === 'GET') {
      return { status: 200, body: this.all.filter((hook) => hook.repository === repository) };
    }
    if (path === 'hooks' && method === 'POST') return this.create(repository, body);
    if (found === undefined) return { status: 404, body: { message: 'Not Found' } };
    if (method === 'DELETE') {
      this.all.splice(this.all.indexOf(found), 1);
      return { status: 204 };
    }
    Object.assign(found, body);
    return { status: 200, body: found };
  }

  private create(repository: string, body: Record<string, unknown>): Answer {
    const config = body['config'] as Hook['config'];
    const isKnown = this.all.some((hook) => hook.repository === repository && hook.config['url'] === config['url']);
    if (isKnown) {
      const errors = [{ resource: 'Hook', code: 'custom', message: 'Hook already exists on this repository' }];
      return { status: 422, body: { message: 'Validation Failed', errors } };
    }
    const hook = { id: (this.lastId += 1), repository, events: body['events'], config };
    this.all.push(hook);
    return { status: 201, body: hook };
  }
}
