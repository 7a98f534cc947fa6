/** A fault that the user can mend; shown without a stack trace, which the name tells whoever prints it. */
export class ToolchainError extends Error {
  /**
   * @param what what is wrong, with what was found
   * @param fix what to do now
   */
  constructor(what: string, fix: string) {
    super(`${what}\nWhat to do: ${fix}`);
    this.name = "UserError";
  }
}
