/** Why a row cannot be used. */
export class CsvProblem extends Error {
  /** As the file names it. */
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.name = 'CsvProblem';
    this.column = column;
  }
}
