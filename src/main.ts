import module from 'node:module';
import { findNodeFault } from './node-version.js';

const fault = findNodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}

// What Node compiled is kept between starts; it saves a sixth of the time to the first answer. Hence
// the import below, which must not be read before.
module.enableCompileCache();
const { run } = await import('./run.js');
await run();
