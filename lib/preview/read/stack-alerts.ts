import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import type { Alert } from "../model";
import { alertsOf } from "./alert-of";
import { evaluate, NotKnown, references } from "./expressions";
import { type Path, type Resource, valueAt } from "./resources";

const CLUSTER_VARIABLE = "cluster_arn";

/**
 * The alerts of a synthesized stack, in its order.
 * @param clusterArn the value of the variable `cluster_arn`, unless that has a default
 */
export function stackAlerts(stack: JsonObject, clusterArn: string): readonly Alert[] {
  const watched = valueAt(stack, ["variable", CLUSTER_VARIABLE, "default"]);
  const cluster = typeof watched === "string" ? watched : clusterArn;
  const resources = entriesOf(stack.resource).flatMap(([type, byName]) =>
    entriesOf(byName).map(([name, json]): Resource => {
      return {
        address: `${type}.${name}`,
        type,
        module: "",
        provider: "",
        argument: (...path) => evaluate(valueAt(json, path), (reference) => resolve(stack, cluster, reference)),
        refersTo: (...path) => {
          const all = references(valueAt(json, path));
          const variables = all.flatMap((one) => (one.startsWith("var.") ? [one.slice("var.".length)] : []));
          return { resources: all, variables };
        },
      };
    }),
  );
  return alertsOf(resources).map((alert) => ({ ...alert, clusterArn: alert.clusterArn ?? cluster }));
}

/** The value of a reference: of a variable, its default. What AWS decides, such as an ARN, is not known. */
function resolve(stack: JsonObject, cluster: string, reference: string): Json | NotKnown {
  const [first = "", second = "", attribute = "", ...more] = reference.split(".");
  if (first === "var" && second === CLUSTER_VARIABLE) return cluster;
  if (valueAt(stack, ["variable", second, "sensitive"]) === true) return new NotKnown(reference);
  const paths: Readonly<Record<string, Path>> = { var: ["variable", second, "default"], local: ["locals", second] };
  const path = paths[first] ?? ["resource", first, second, attribute];
  const value = more.length > 0 ? undefined : valueAt(stack, path);
  if (value === undefined) return new NotKnown(reference);
  return evaluate(value, (inner) => resolve(stack, cluster, inner));
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
