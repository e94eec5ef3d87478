import type { ClusterArn } from "../aws/arns";
import type { JsonObject } from "../eventbridge/json";
import { requiredFields } from "../eventbridge/required-fields";
import { causesOf, type TaskStops } from "../stops/task-stops";
import type { MessageContext } from "./compose";
import type { Occasion } from "./texts";

/** A longer name would leave no room in a title of 150 characters for what happened. */
const MAX_NAME_IN_TITLE = 100;

/** What the message of an alert can build on: what the alert is for, and what every one of its events has. */
export function messageContext(stops: TaskStops, pattern: JsonObject, home: ClusterArn): MessageContext {
  return {
    occasion: occasionOf(stops),
    onlyService: onlyService(stops),
    groupIsKnown: requiredFields(pattern).has("$.detail.group"),
    cluster: stops.cluster === "any" ? undefined : home,
    home,
  };
}

function occasionOf(stops: TaskStops): Occasion {
  const causes = causesOf(stops);
  if (!causes) return "stopped";
  const [only, ...others] = new Set(causes);
  return only !== undefined && others.length === 0 ? only : "abnormal";
}

function onlyService({ services = [], families = [] }: TaskStops): string | undefined {
  const [only, ...others] = [...services, ...families];
  const fits = only !== undefined && others.length === 0 && !only.endsWith("*") && only.length <= MAX_NAME_IN_TITLE;
  return fits ? only : undefined;
}
