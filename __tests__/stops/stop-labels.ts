import type { StopCause } from "../../lib/stops/causes";

interface StopLabel {
  /** The cause; `none` of a stop that somebody wanted, `notStopped` of a task that has not stopped yet. */
  readonly cause: StopCause | "none" | "notStopped";
  readonly why: string;
  /**
   * Containers whose exit codes must not count: they ended because the task did. The cause is the one with these set
   * aside.
   * @default - every container's exit code counts
   */
  readonly sidecars?: readonly string[];
}

/** What happened in each sample event of `events/`, by its file's name without `.json`. */
export const STOP_LABELS: Readonly<Record<string, StopLabel>> = {
  "batch-job-failed": { cause: "crashed", why: "the job of a Step Functions state ended with exit code 3" },
  "batch-job-finished": { cause: "none", why: "the job ended with exit code 0" },
  "china-crashed": { cause: "crashed", why: "segmentation fault (139), in the partition aws-cn" },
  "container-health-check-failed": {
    cause: "unhealthy",
    why: "the container's own health check failed, and the scheduler killed it (137)",
  },
  "container-start-failed": {
    cause: "failedToStart",
    why: "a mount kept the container from starting; exit code 128 is Docker's, not the program's",
  },
  crashed: { cause: "crashed", why: "the only container ended with exit code 1" },
  "crashed-own-group": { cause: "crashed", why: "exit code 2, of a task whose group is its caller's own text" },
  "crashed-with-sidecars": {
    cause: "crashed",
    why: "app ended with exit code 1; envoy (143) and log-router (0) were stopped after it",
    sidecars: ["envoy", "log-router"],
  },
  "crashed-without-group": { cause: "crashed", why: "aborted (134), of a task without a group" },
  "crashed-without-stop-code": { cause: "crashed", why: "exit code 1, in an event from before there were stop codes" },
  deployment: { cause: "none", why: "a deployment replaced the task, which ended with exit code 0" },
  "govcloud-crashed": { cause: "crashed", why: "exit code 1, in the partition aws-us-gov" },
  "host-terminated": { cause: "interrupted", why: "the EC2 instance was terminated before the container ran" },
  "image-pull-failed": { cause: "failedToStart", why: "the registry did not answer" },
  "infrastructure-health": { cause: "interrupted", why: "the infrastructure was impaired; 137 is how ECS ended it" },
  "instance-draining": { cause: "none", why: "the container instance is drained; 143 is an orderly stop" },
  "load-balancer-health-check-failed": {
    cause: "unhealthy",
    why: "the load balancer's health checks failed, though the container then ended with exit code 0",
  },
  "out-of-memory": { cause: "outOfMemory", why: "the container's reason says so" },
  "out-of-memory-exit-1": {
    cause: "outOfMemory",
    why: "the container's reason says so in its other wording, though the exit code is 1",
  },
  "out-of-memory-with-sidecar": {
    cause: "outOfMemory",
    why: "app's reason says so; envoy (143) was stopped after it and has no reason",
    sidecars: ["envoy"],
  },
  "scale-in-killed": { cause: "none", why: "a scale-in; the worker took longer than its stop timeout (137)" },
  "scheduled-task-finished": { cause: "none", why: "the scheduled task ended with exit code 0" },
  "secret-access-denied": { cause: "failedToStart", why: "the execution role may not read the secret" },
  "sidecars-killed-after-clean-exit": {
    cause: "none",
    why: "report ended with exit code 0; ECS then stopped otel-collector (137) and envoy (143)",
    sidecars: ["otel-collector", "envoy"],
  },
  "spot-interrupted": { cause: "interrupted", why: "Spot capacity was taken back" },
  "stopped-by-user": { cause: "none", why: "somebody called StopTask; 143 is an orderly stop" },
  "stopping-not-yet-stopped": {
    cause: "notStopped",
    why: "a crash whose task is still deprovisioning: the event that it has stopped follows",
  },
  "subnet-out-of-addresses": { cause: "failedToStart", why: "no address was free, so there never was a container" },
  "task-failed-to-start-ec2": {
    cause: "failedToStart",
    why: "the role may not pull the image, which only the container's reason tells",
  },
};
