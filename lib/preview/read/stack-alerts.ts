import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { type AlertOnBus, alertOf, busOf, type Declared } from "./alert-of";
import { type Argument, argument, NotKnown, type Resolve, references } from "./expressions";

const CLUSTER_VARIABLE = "cluster_arn";
/** How far references lead on to references; Terraform refuses circles. */
const MAX_DEPTH = 8;

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly json: JsonObject;
  readonly arguments: ReadonlyMap<string, Argument>;
}

interface Stack {
  readonly json: JsonObject;
  /** By type and name: `aws_cloudwatch_event_rule.main`. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly locals: ReadonlyMap<string, Argument>;
}

/**
 * The alerts of a synthesized stack, in its order, for the cluster that its variable `cluster_arn` names. Texts are
 * read once, and evaluated for each cluster.
 */
export function stackAlerts(json: JsonObject): (clusterArn: string) => readonly AlertOnBus[] {
  const resources = resourcesOf(json);
  const stack: Stack = { json, resources, locals: argumentsOf(json.locals) };
  const rules = [...resources.values()].filter(({ type }) => type === "aws_cloudwatch_event_rule");
  const targets = [...resources.values()].filter(({ type }) => type === "aws_cloudwatch_event_target");

  return (clusterArn) => {
    const resolve = resolver(stack, clusterArn);
    return targets.map((target) => {
      const rule = ruleOf(target, rules, resources, resolve);
      return alertOf(declared(target, resolve), rule && declared(rule, resolve), webhookOf(target, resources));
    });
  };
}

function resourcesOf({ resource: byType }: JsonObject): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  for (const [type, byName] of entriesOf(byType))
    for (const [name, json] of entriesOf(byName))
      if (isJsonObject(json)) resources.set(`${type}.${name}`, { type, name, json, arguments: argumentsOf(json) });
  return resources;
}

function argumentsOf(block: Json | undefined): ReadonlyMap<string, Argument> {
  return new Map(entriesOf(block).map(([name, value]) => [name, argument(value)]));
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

function declared(resource: Resource, resolve: Resolve): Declared {
  return {
    address: `${resource.type}.${resource.name}`,
    argument: (name) => resource.arguments.get(name)?.(resolve),
  };
}

/** What a reference is in this stack. What AWS decides, such as an ARN, is not known. */
function resolver(stack: Stack, clusterArn: string, depth = 0): Resolve {
  return (path) => {
    const [first, name = "", attribute, ...more] = path;
    if (first === "var" && path.length === 2) return variable(stack.json, name, clusterArn);
    const referred =
      first === "local" && path.length === 2
        ? stack.locals.get(name)
        : stack.resources.get(`${first}.${name}`)?.arguments.get(attribute ?? "");
    const value = more.length > 0 || depth > MAX_DEPTH ? undefined : referred?.(resolver(stack, clusterArn, depth + 1));
    return value ?? new NotKnown(path.join("."));
  };
}

/** The default of a variable, which may yet be given another value; that of the cluster is the event's. */
function variable({ variable: variables }: JsonObject, name: string, clusterArn: string): Json | NotKnown {
  if (name === CLUSTER_VARIABLE) return clusterArn;
  const declaration = isJsonObject(variables) ? variables[name] : undefined;
  const hasDefault = isJsonObject(declaration) && declaration.sensitive !== true;
  return (hasDefault ? declaration.default : undefined) ?? new NotKnown(`var.${name}`);
}

/** The rule that the target refers to; where it does not refer, the one of the same name and event bus. */
function ruleOf(
  target: Resource,
  rules: readonly Resource[],
  resources: ReadonlyMap<string, Resource>,
  resolve: Resolve,
): Resource | undefined {
  const referred = referredResource(target, "rule", resources);
  if (referred !== undefined) return referred;
  const { argument: of } = declared(target, resolve);
  const bus = busOf({ address: "", argument: of });
  return rules.find((rule) => {
    const candidate = declared(rule, resolve);
    return candidate.argument("name") === of("rule") && busOf(candidate) === bus;
  });
}

function webhookOf(target: Resource, resources: ReadonlyMap<string, Resource>): string | undefined {
  const destination = referredResource(target, "arn", resources);
  const variables = references(destination?.json.invocation_endpoint).filter(([first]) => first === "var");
  return variables.length === 1 ? variables[0]?.[1] : undefined;
}

function referredResource(
  { json }: Resource,
  name: string,
  resources: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const [path, another] = references(json[name]);
  return path && another === undefined ? resources.get(`${path[0]}.${path[1]}`) : undefined;
}
