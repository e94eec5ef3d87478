import type { Json, JsonObject } from "../eventbridge/json";

/**
 * Containers that AWS adds to tasks though no task definition names them.
 * https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-ecs-fargate.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export const INJECTED_CONTAINERS = ["aws-guardduty-agent-*", "ecs-service-connect-*"];

/** Matches values that one of the names matches; `*` stands for any characters. */
export function anyName(names: readonly string[]): Json[] {
  return names.map((name) => {
    const part = name.replaceAll("*", "");
    if (part === name) return name;
    if (name === `${part}*`) return { prefix: part };
    return name === `*${part}` ? { suffix: part } : { wildcard: name };
  });
}

/** Matches what none of the names matches, in one `anything-but`: several in a list would be alternatives. */
export function noName(names: readonly string[]): JsonObject {
  if (!names.some((name) => name.includes("*"))) return { "anything-but": names };
  for (const operator of ["prefix", "suffix"] as const) {
    const parts = anyName(names).map((condition) => Object(condition)[operator]);
    if (parts.every((part) => typeof part === "string")) return { "anything-but": { [operator]: parts } };
  }
  return { "anything-but": { wildcard: names } };
}
