import { isJsonObject, type Json } from "../../eventbridge/json";
import { type Expression, parseTemplate } from "./parse-expression";

/** What cannot be told before Terraform applies, or must not be told, and the expression that it hangs on. */
export class NotKnown {
  constructor(
    readonly expression: string,
    readonly why: "Not known before apply" | "Sensitive, so it is not looked at" = "Not known before apply",
  ) {}
}

/** What a reference such as `var.cluster_arn` stands for; `path` is it, split at its dots. */
export type Resolve = (path: readonly string[]) => Json | NotKnown;

/** The value of an argument of `cdk.tf.json`, each text of which is read once, as a Terraform template. */
export type Argument = (resolve: Resolve) => Json | NotKnown;

/** An argument as Terraform reads it: the texts in it as templates, everything else as it is. */
export function argument(value: Json): Argument {
  if (typeof value === "string") {
    const template = parseTemplate(value);
    return (resolve) => evaluate(template, resolve);
  }
  if (Array.isArray(value)) {
    const items = value.map(argument);
    return (resolve) => all(items.map((item) => item(resolve)));
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, argument(item)] as const);
    return (resolve) => object(entries.map(([key, item]) => [key, item(resolve)]));
  }
  return () => value;
}

/** All that an argument refers to, each path split at its dots. */
export function references(value: Json | undefined): readonly (readonly string[])[] {
  return typeof value === "string" ? referencesIn(parseTemplate(value)) : [];
}

function referencesIn(expression: Expression): readonly (readonly string[])[] {
  switch (expression.kind) {
    case "reference":
      return [expression.path];
    case "template":
      return expression.parts.flatMap(referencesIn);
    case "list":
      return expression.items.flatMap(referencesIn);
    case "object":
      return expression.entries.flatMap(([, item]) => referencesIn(item));
    case "call":
      return expression.args.flatMap(referencesIn);
    default:
      return [];
  }
}

function evaluate(expression: Expression, resolve: Resolve): Json | NotKnown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return concatenation(expression.parts, resolve);
    case "list":
      return all(expression.items.map((item) => evaluate(item, resolve)));
    case "object":
      return object(expression.entries.map(([key, value]) => [key, evaluate(value, resolve)]));
    case "reference":
      return resolve(expression.path);
    case "call": {
      const values = all(expression.args.map((arg) => evaluate(arg, resolve)));
      return values instanceof NotKnown ? values : (call(expression.name, values) ?? new NotKnown(expression.source));
    }
    case "other":
      return new NotKnown(expression.source);
  }
}

function concatenation(parts: readonly Expression[], resolve: Resolve): string | NotKnown {
  let text = "";
  for (const part of parts) {
    const value = evaluate(part, resolve);
    if (value instanceof NotKnown) return value;
    if (value === null || typeof value === "object") return new NotKnown(sourceOf(part));
    text += value;
  }
  return text;
}

function sourceOf(expression: Expression): string {
  if (expression.kind === "reference") return expression.path.join(".");
  return "source" in expression ? expression.source : expression.kind;
}

/** The functions that our stacks call. https://developer.hashicorp.com/terraform/language/functions */
function call(name: string, args: readonly Json[]): Json | undefined {
  const [first, second, third] = args;
  if (name === "split" && typeof first === "string" && typeof second === "string") return second.split(first);
  if (name === "element" && Array.isArray(first) && typeof second === "number" && second >= 0) {
    return first[second % first.length];
  }
  if (name === "lookup" && isJsonObject(first) && typeof second === "string") {
    return Object.hasOwn(first, second) ? first[second] : third;
  }
  return undefined;
}

function all(values: readonly (Json | NotKnown)[]): readonly Json[] | NotKnown {
  const known: Json[] = [];
  for (const value of values) {
    if (value instanceof NotKnown) return value;
    known.push(value);
  }
  return known;
}

function object(entries: readonly (readonly [string, Json | NotKnown])[]): Json | NotKnown {
  const values = all(entries.map(([, value]) => value));
  if (values instanceof NotKnown) return values;
  return Object.fromEntries(entries.map(([key], index) => [key, values[index] ?? null]));
}
