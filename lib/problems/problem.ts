/** Something wrong with a setting. */
export interface Problem {
  /** Path of the setting, such as `alerts.crashed.stops.services`. */
  readonly setting: string;
  /** What follows the quoted setting in a sentence: the rule that it breaks and the remedy. */
  readonly text: string;
}

export function sentence({ setting, text }: Problem): string {
  return `'${setting}' ${text}`;
}
