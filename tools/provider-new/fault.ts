/** What is wrong with the command, in words for whoever gave it. */
export class Fault extends Error {
  override readonly name = 'Fault';
}
