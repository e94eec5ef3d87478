/** What EventBridge would refuse in a pattern, in words near its own. */
export class RefusedPattern extends Error {}

export function refuse(problem: string): never {
  throw new RefusedPattern(problem);
}
