import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { isClusterArn } from "../cluster";
import { alertOf, busOf, type Declared, type ReadAlert, valueAt } from "./alert-of";
import { evaluate, NotKnown, references } from "./expressions";

const CLUSTER_VARIABLE = "cluster_arn";
/** How far references lead on to references; Terraform refuses cycles. */
const MAX_DEPTH = 8;

interface Resource extends Declared {
  readonly type: string;
  readonly json: JsonObject;
}

/**
 * The alerts of a synthesized stack, in its order.
 * @param clusterArn the value of the variable `cluster_arn`, unless that has a default
 */
export function stackAlerts(stack: JsonObject, clusterArn: string): readonly ReadAlert[] {
  const watched = valueAt(stack, ["variable", CLUSTER_VARIABLE, "default"]);
  const cluster = isClusterArn(watched) ? watched : clusterArn;
  const resources = resourcesOf(stack, cluster);
  const rules = [...resources.values()].filter(({ type }) => type === "aws_cloudwatch_event_rule");
  const targets = [...resources.values()].filter(({ type }) => type === "aws_cloudwatch_event_target");
  const referred = ({ json }: Resource, argument: string) => {
    const [reference, another] = references(json[argument]).map((one) => one.split("."));
    return reference && another === undefined ? resources.get(`${reference[0]}.${reference[1]}`) : undefined;
  };
  return targets.map((target) => {
    const api = referred(target, "arn");
    const alert = alertOf(target, {
      rule: referred(target, "rule") ?? rules.find((rule) => isRuleOf(rule, target)),
      api,
      connection: api && referred(api, "connection_arn"),
      types: references(target.json.arn).flatMap((one) => /^(?:data\.)?(aws_\w+)\./.exec(one)?.[1] ?? []),
      webhookVariable: api && webhookVariable(api),
    });
    return { ...alert, clusterArn: alert.clusterArn ?? cluster };
  });
}

function resourcesOf(stack: JsonObject, cluster: string): ReadonlyMap<string, Resource> {
  return new Map(
    entriesOf(stack.resource).flatMap(([type, byName]) =>
      entriesOf(byName).flatMap(([name, json]): [string, Resource][] => {
        const address = `${type}.${name}`;
        const argument: Resource["argument"] = (...path) => {
          const value = valueAt(json, path);
          return value === undefined ? undefined : evaluate(value, (reference) => resolve(stack, cluster, reference));
        };
        return isJsonObject(json) ? [[address, { type, address, json, argument }]] : [];
      }),
    ),
  );
}

/** What a reference is in this stack. What AWS decides, such as an ARN, is not known. */
function resolve(stack: JsonObject, cluster: string, reference: string, depth = 0): Json | NotKnown {
  const [first = "", second = "", attribute = "", ...more] = reference.split(".");
  if (first === "var") return variable(stack, cluster, second);
  const path = first === "local" ? ["locals", second] : ["resource", first, second, attribute];
  const value = more.length > 0 || depth > MAX_DEPTH ? undefined : valueAt(stack, path);
  if (value === undefined) return new NotKnown(reference);
  return evaluate(value, (inner) => resolve(stack, cluster, inner, depth + 1));
}

/** The default of a variable, although it may be given another value. */
function variable(stack: JsonObject, cluster: string, name: string): Json | NotKnown {
  if (name === CLUSTER_VARIABLE) return cluster;
  const isSensitive = valueAt(stack, ["variable", name, "sensitive"]) === true;
  const value = isSensitive ? undefined : valueAt(stack, ["variable", name, "default"]);
  return value ?? new NotKnown(`var.${name}`);
}

function isRuleOf(rule: Resource, target: Resource): boolean {
  const name = target.argument("rule");
  return typeof name === "string" && rule.argument("name") === name && busOf(rule) === busOf(target);
}

function webhookVariable({ json }: Resource): string | undefined {
  const [variable, another] = references(json.invocation_endpoint).filter((one) => one.startsWith("var."));
  return another === undefined ? variable?.split(".")[1] : undefined;
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
