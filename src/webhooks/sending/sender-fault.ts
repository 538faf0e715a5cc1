/** Why an event cannot be sent as asked; the message says what to do. */
export class SenderFault extends Error {
  override readonly name = 'SenderFault';
}
