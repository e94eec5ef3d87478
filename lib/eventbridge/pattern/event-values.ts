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
  readonly listPaths: ReadonlySet<string>;
}

/** The elements around a value, from the outermost list to the innermost. */
type Elements = readonly (readonly [list: EventList, index: number])[];

/** Dotted paths, and those of all objects on the way. */
export function pathsDownTo(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => [...path.matchAll(/\.|$/g)].map(({ index }) => path.slice(0, index))));
}

/**
 * Reads nothing but these paths, and no deeper than `MAX_JSON_DEPTH`. A key may itself have dots: `{"a.b": 1}` has the
 * path of `{"a": {"b": 1}}`. An empty list or object is no field, as in EventBridge, and `null` is a value.
 */
export function readEvent(event: JsonObject, paths: ReadonlySet<string>): EventView {
  const values = new Map<string, EventValues>();
  const listPaths = new Set<string>();
  let id = 0;
  const noValues = (): EventValues => ({ leaves: [], lists: new Map() });
  const noElements = () => new Map<number, EventValues>();

  const read = (value: Json, path: string, elements: Elements, depth: number): void => {
    if (depth > MAX_JSON_DEPTH) return;
    if (isJsonObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const innerPath = path === "" ? key : `${path}.${key}`;
        if (paths.has(innerPath)) read(inner, innerPath, elements, depth + 1);
      }
    } else if (isJsonList(value)) {
      const list = { id: id++, path };
      listPaths.add(path);
      for (const [index, element] of value.entries()) {
        const holdsOthers = isJsonObject(element) || isJsonList(element);
        read(element, path, holdsOthers ? [...elements, [list, index]] : elements, depth + 1);
      }
    } else {
      let found = entry(values, path, noValues);
      for (const [list, index] of elements) found = entry(entry(found.lists, list, noElements), index, noValues);
      found.leaves.push(value);
    }
  };
  read(event, "", [], 1);
  return { values, listPaths };
}

/** The value of a key, which is added if it is missing. */
export function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
