/** A reason why the local stack does not start or go on, said so that a person can act on it. */
export class StackFailure extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StackFailure';
  }
}
