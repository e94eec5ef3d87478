import { isJsonObject, type Json } from "../../eventbridge/json";
import { NotKnown } from "./expressions";

export type Path = readonly (string | number)[];

/** A resource of a plan or a stack. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  /** Address of its module; `""` is the root. */
  readonly module: string;
  /** Which configuration of the provider it has, and so which account and Region. */
  readonly provider: string;
  /** The value at a path of argument, keys and indexes; null or undefined if it is not set. */
  readonly argument: (...path: Path) => Json | NotKnown | undefined;
  /**
   * What an argument refers to, through variables and outputs of modules: addresses, perhaps followed by an attribute and
   * without the keys that the configuration does not name, and variables of the root module (`var.x`).
   */
  readonly refersTo: (...path: Path) => readonly string[];
}

const STEP = /([A-Za-z0-9_-]+)(\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g;
export const DEFAULT_BUS = "default";

/** The steps of an address: names, with the key of the instance if one is named (`["a"]`, `[0]`). */
export function stepsOf(address: string) {
  return [...address.matchAll(STEP)].map(([, name = "", key]) => ({ name, key }));
}

/** The value at a path; a block that is not in a list is its own element 0. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((parent, key) => {
    if (typeof key === "number") return Array.isArray(parent) ? parent[key] : key === 0 ? parent : undefined;
    return isJsonObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  }, value);
}

/** The name of the event bus, even if the argument is its ARN. */
export function busOf({ argument }: Resource): string {
  const bus = argument("event_bus_name");
  return typeof bus === "string" && bus !== "" ? bus.slice(bus.lastIndexOf("/") + 1) : DEFAULT_BUS;
}

/** The resource that an argument refers to, or else the one whose attribute has its value. */
export function referredResource(
  from: Resource,
  argument: string,
  among: readonly Resource[],
  attribute: "arn" | "name",
): Resource | undefined {
  const value = from.argument(argument);
  const references = from.refersTo(argument).map(stepsOf);
  const referred = among.filter((one) => {
    const own = one.argument(attribute);
    const maySame = own === value || own instanceof NotKnown || value instanceof NotKnown;
    return maySame && references.some((reference) => isTo(one, reference));
  });
  const keyOf = ({ address }: Resource) => stepsOf(address).at(-1)?.key;
  const sameKey = referred.filter((one) => keyOf(one) === keyOf(from));
  const only = onlyOne(sameKey.length > 0 ? sameKey : referred);
  if (only !== undefined || typeof value !== "string") return only;
  const isBeside = (one: Resource) => one.provider === from.provider && busOf(one) === busOf(from);
  const same = among.filter((one) => one.argument(attribute) === value && (attribute === "arn" || isBeside(one)));
  return same.find(({ module }) => module === from.module) ?? same[0];
}

/** Keys that the reference omits fit any. */
function isTo({ address }: Resource, reference: ReturnType<typeof stepsOf>): boolean {
  return stepsOf(address).every(({ name, key }, index) => {
    const step = reference[index];
    return step?.name === name && (step.key === undefined || step.key === key);
  });
}

export function onlyOne<T>(items: readonly T[]): T | undefined {
  const [only, another] = new Set(items);
  return another === undefined ? only : undefined;
}
