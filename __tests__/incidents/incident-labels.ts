import type { Incident } from "../../lib/incidents/service-incidents";

/** What each sample event about a service or deployment tells, by its file's name without `.json`. */
export const INCIDENT_LABELS: Readonly<Record<string, Incident | "none">> = {
  "service-daemon-constraint-violated": "daemonConstraintViolated",
  "service-deployment-completed": "deploymentCompleted",
  "service-deployment-completed-without-cluster-arn": "deploymentCompleted",
  "service-deployment-failed": "deploymentFailed",
  "service-deployment-failed-by-alarm": "deploymentFailed",
  "service-deployment-failed-without-cluster-arn": "deploymentFailed",
  "service-deployment-rolled-back": "deploymentRolledBack",
  "service-deployment-rolled-back-without-cluster-arn": "deploymentRolledBack",
  "service-deployment-started": "deploymentStarted",
  "service-deployment-started-without-cluster-arn": "deploymentStarted",
  "service-discovery-throttled": "throttled",
  "service-discovery-unhealthy": "registrationFailed",
  "service-health-unknown": "healthUnknown",
  "service-lattice-unhealthy": "registrationFailed",
  "service-misconfigured": "misconfigured",
  "service-placement-failed": "placementFailed",
  "service-placement-failed-on-fargate": "placementFailed",
  "service-start-impaired": "startImpaired",
  // ECS repeats it for hours, so no alert can be for it.
  "service-steady": "none",
  "service-throttled": "throttled",
};
