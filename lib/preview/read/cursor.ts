/** Where the reading of an expression ends because it holds what is not read. */
export class NotRead extends Error {}

/** A text, and how far it has been read. */
export class Cursor {
  protected at = 0;

  constructor(protected readonly text: string) {}

  protected character(): string {
    const character = this.text[this.at] ?? fail();
    this.at++;
    return character;
  }

  protected startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  protected take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  protected expect(text: string): void {
    if (!this.take(text)) throw new NotRead();
  }

  protected match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}

export function fail(): never {
  throw new NotRead();
}
