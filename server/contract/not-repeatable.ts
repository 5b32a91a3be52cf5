/**
 * A rule asked for something that is another when the log is replayed: the machine's clock, or its chance. Its message is
 * a sentence for the author, with nothing of the room's in it, so that the sender may read it too.
 */
export class NotRepeatable extends TypeError {
  constructor(what: string, instead: string) {
    super(`a rule must not call ${what}: a replay would get another answer; ${instead}`)
    this.name = 'NotRepeatable'
  }
}
