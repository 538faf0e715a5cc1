import { fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { EmulatorAddresses, EmulatorOrders } from './emulator-process.js';

/** In tests nothing is compiled: Node strips the types itself, but takes `./x.js` at its word. */
const isTypeScript = import.meta.url.endsWith('.ts');

const RESOLVE_TYPESCRIPT = `--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (specifier, context, next) =>
      next(context.parentURL?.endsWith('.ts') ? specifier.replace(/^(\\.{1,2}\\/.*)\\.js$/, '$1.ts') : specifier, context),
  });
`)}`;

export interface EmulatorChild {
  /** Rejects where the emulators did not start. */
  addresses: Promise<EmulatorAddresses>;
  close(): Promise<void>;
}

/**
 * Starts the emulators in a process of their own; it ends with this one, however this one ends.
 * @param onDeath Called where it ends before it is closed.
 */
export function startEmulatorChild(orders: EmulatorOrders, onDeath: (reason: Error) => void): EmulatorChild {
  const child = fork(scriptPath(), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: isTypeScript ? [RESOLVE_TYPESCRIPT] : [],
  });
  const complaints = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  const addresses = Promise.withResolvers<EmulatorAddresses>();
  const exited = Promise.withResolvers<void>();
  let isClosing = false;
  const die = async (): Promise<void> => {
    exited.resolve();
    const reason = new Error(`The emulators have ended: ${(await complaints).slice(-2000)}`);
    addresses.reject(reason);
    if (!isClosing) onDeath(reason);
  };
  child.once('message', (message) => addresses.resolve(message as EmulatorAddresses));
  child.on('error', die);
  child.once('exit', die);
  child.send(orders);
  return {
    addresses: addresses.promise,
    async close() {
      isClosing = true;
      child.kill();
      await exited.promise;
    },
  };
}

function scriptPath(): string {
  return fileURLToPath(new URL(`./emulator-process.${isTypeScript ? 'ts' : 'js'}`, import.meta.url));
}
