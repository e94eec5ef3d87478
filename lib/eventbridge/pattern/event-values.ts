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

/** The dotted paths of a pattern, split at their dots. */
export interface PathTree {
  readonly path: string;
  readonly isNamed: boolean;
  readonly children: ReadonlyMap<string, PathTree>;
}

export function pathTree(paths: Iterable<string>): PathTree {
  const root = { path: "", isNamed: false, children: new Map() };
  for (const path of paths) {
    let node = root;
    for (const step of path.split(".")) {
      const child = node.children.get(step) ?? {
        path: node === root ? step : `${node.path}.${step}`,
        isNamed: false,
        children: new Map(),
      };
      node.children.set(step, child);
      node = child;
    }
    node.isNamed = true;
  }
  return root;
}

/**
 * Reads nothing but the paths of the pattern, and no deeper than `MAX_JSON_DEPTH`. An empty list or object is no field,
 * as in EventBridge, and `null` is a value.
 */
export function readEvent(event: JsonObject, paths: PathTree): EventView {
  const values = new Map<string, EventValues>();
  const lists: EventList[] = [];

  const read = (
    value: Json,
    at: PathTree,
    elements: readonly (readonly [EventList, number])[],
    depth: number,
  ): void => {
    if (depth > MAX_JSON_DEPTH) return;
    if (isJsonList(value)) {
      const list = { id: lists.length, path: at.path };
      lists.push(list);
      for (const [index, element] of value.entries())
        read(element, at, isLeaf(element) ? elements : [...elements, [list, index]], depth + 1);
    } else if (isJsonObject(value)) {
      if (at.children.size === 0) return;
      for (const key of Object.keys(value)) {
        const child = at.children.get(key) ?? (key.includes(".") ? descend(at, key) : undefined);
        const next = value[key];
        if (child && next !== undefined) read(next, child, elements, depth + 1);
      }
    } else if (at.isNamed) {
      let found = entry(values, at.path, noValues);
      for (const [list, index] of elements) found = entry(entry(found.lists, list, noElements), index, noValues);
      found.leaves.push(value);
    }
  };

  read(event, paths, [], 0);
  return { values, lists };
}

/** A key of an event may itself have dots: `{"a.b": 1}` has the path of `{"a": {"b": 1}}`. */
function descend(tree: PathTree, key: string): PathTree | undefined {
  let node: PathTree | undefined = tree;
  for (let start = 0; node && start <= key.length; ) {
    const dot = key.indexOf(".", start);
    const end = dot < 0 ? key.length : dot;
    node = node.children.get(key.slice(start, end));
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
