import { isJsonList, isJsonObject, type Json, type JsonObject, MAX_JSON_DEPTH } from "../json";

/** A value that contains no others: what the alternatives of a field are compared with. */
export type Leaf = string | number | boolean | null;

/** A list in an event, with the dotted path that leads to it. */
export interface EventList {
  readonly id: number;
  readonly path: string;
}

/** What an event has at one path: leaves, and more of them in the elements of lists. Never empty. */
export interface EventValues {
  readonly leaves: Leaf[];
  readonly lists: Map<EventList, Map<number, EventValues>>;
}

/** The parts of an event that a pattern names. */
export interface EventView {
  /** By dotted path, in which lists leave no trace. */
  readonly values: ReadonlyMap<string, EventValues>;
  readonly lists: readonly EventList[];
}

/** The elements around a value, from the outermost list to the innermost. */
type Elements = readonly (readonly [list: EventList, index: number])[];

/** The paths of a pattern, step by step. */
export interface PathTree extends ReadonlyMap<string, PathTree> {}
interface GrowingTree extends Map<string, GrowingTree> {}

export function pathTree(paths: Iterable<string>): PathTree {
  const root: GrowingTree = new Map();
  for (const path of paths) {
    let node = root;
    for (const step of path.split(".")) node = entry(node, step, (): GrowingTree => new Map());
  }
  return root;
}

/**
 * Reads nothing but the paths of the pattern, and no deeper than `MAX_JSON_DEPTH`. An empty list or object is no field,
 * as in EventBridge, and `null` is a value.
 */
export function readEvent(event: JsonObject, tree: PathTree): EventView {
  const values = new Map<string, EventValues>();
  const lists: EventList[] = [];

  const readObject = (object: JsonObject, node: PathTree, at: string, elements: Elements, depth: number) => {
    if (node.size === 0) return;
    for (const key of Object.keys(object)) {
      const child = node.get(key) ?? (key.includes(".") ? descend(node, key) : undefined);
      const value = object[key];
      if (child && value !== undefined) read(value, child, at === "" ? key : `${at}.${key}`, elements, depth + 1);
    }
  };
  const read = (value: Json, node: PathTree, path: string, elements: Elements, depth: number): void => {
    if (depth > MAX_JSON_DEPTH) return;
    if (isJsonList(value)) {
      const list = { id: lists.length, path };
      lists.push(list);
      for (const [index, element] of value.entries())
        read(element, node, path, isLeaf(element) ? elements : [...elements, [list, index]], depth + 1);
    } else if (isJsonObject(value)) {
      readObject(value, node, path, elements, depth);
    } else {
      let found = entry(values, path, noValues);
      for (const [list, index] of elements) found = entry(entry(found.lists, list, noElements), index, noValues);
      found.leaves.push(value);
    }
  };

  readObject(event, tree, "", [], 1);
  return { values, lists };
}

/** A key of an event may itself have dots: `{"a.b": 1}` has the path of `{"a": {"b": 1}}`. */
function descend(tree: PathTree, key: string): PathTree | undefined {
  let node: PathTree | undefined = tree;
  for (let start = 0; node && start <= key.length; ) {
    const dot = key.indexOf(".", start);
    const end = dot < 0 ? key.length : dot;
    node = node.get(key.slice(start, end));
    start = end + 1;
  }
  return node;
}

function isLeaf(value: Json): value is Leaf {
  return typeof value !== "object" || value === null;
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}

function noValues(): EventValues {
  return { leaves: [], lists: new Map() };
}

function noElements(): Map<number, EventValues> {
  return new Map();
}
