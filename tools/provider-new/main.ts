import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from './fault.ts';
import { layOut } from './lay-out.ts';
import { nextSteps } from './next-steps.ts';
import { readArguments } from './read-arguments.ts';
import { INDEX, nameVariables, register } from './register.ts';

/** `npm run provider:new`: lays out a provider in the project at the working directory. */
async function main(args: readonly string[]): Promise<void> {
  const root = process.cwd();
  if (!existsSync(join(root, INDEX))) throw new Fault(`There is no ${INDEX} here. Run this in the project's folder.`);
  const wanted = readArguments(args);
  const files = await layOut(root, wanted);
  const isRegistered = await register(root, wanted.names);
  const isNamed = await nameVariables(root, wanted);
  console.log(nextSteps(wanted, { files, isRegistered, isNamed }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Fault ? error.message : error);
  process.exitCode = 1;
});
