/** What a path can lead to in an event. `nothing`: it always finds nothing. */
export type Kind = "text" | "number" | "boolean" | "object" | "list" | "nothing";

type Shape = "text" | "number" | "boolean" | readonly [Shape] | { readonly [field: string]: Shape };

const STEP = /\.([A-Za-z0-9_/-]+)|\[(\d+|\*)\]/g;

/**
 * Where an ECS stop event has something other than text: a list as `[element]`. Fields that are not named are text.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
const STOP_EVENT: Shape = {
  resources: ["text"],
  detail: {
    attachments: [{ details: [{}] }],
    attributes: [{}],
    containers: [
      {
        exitCode: "number",
        gpuIds: ["text"],
        managedAgents: [{}],
        networkBindings: [{ containerPort: "number", hostPort: "number" }],
        networkInterfaces: [{}],
      },
    ],
    enableExecuteCommand: "boolean",
    ephemeralStorage: { sizeInGiB: "number" },
    fargateEphemeralStorage: { sizeInGiB: "number" },
    inferenceAccelerators: [{}],
    overrides: {
      containerOverrides: [
        {
          command: ["text"],
          cpu: "number",
          environment: [{}],
          environmentFiles: [{}],
          memory: "number",
          memoryReservation: "number",
          resourceRequirements: [{}],
        },
      ],
      ephemeralStorage: { sizeInGiB: "number" },
      inferenceAcceleratorOverrides: [{}],
    },
    tags: [{}],
    version: "number",
  },
};

/** What an input path leads to in an ECS stop event. */
export function kindAt(path: string): Kind {
  if (path.includes("[*]")) return "list";
  let shape: Shape = STOP_EVENT;
  for (const [, key, index] of path.matchAll(STEP)) {
    if (typeof shape === "string") return "nothing";
    if (isList(shape)) {
      if (index === undefined) return "nothing";
      shape = shape[0];
    } else {
      if (key === undefined) return "nothing";
      shape = (Object.hasOwn(shape, key) ? shape[key] : undefined) ?? "text";
    }
  }
  if (typeof shape === "string") return shape;
  return isList(shape) ? "list" : "object";
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
