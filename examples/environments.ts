import { App, S3Backend } from "cdktf";
import { EcsTaskAlertStack } from "../lib";

/** A cluster, in an account of its own. The bucket for the state is in the same account and Region. */
interface Environment {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly stateBucket: string;
  readonly mention: readonly "here"[];
}

const STAGING: Environment = {
  account: "111111111111",
  region: "ap-northeast-1",
  cluster: "shop-staging",
  stateBucket: "shop-staging-terraform",
  mention: [],
};

const PRODUCTION: Environment = {
  account: "222222222222",
  region: "us-east-1",
  cluster: "shop",
  stateBucket: "shop-terraform",
  mention: ["here"],
};

const app = new App();
addStack("staging", STAGING);
addStack("production", PRODUCTION);
app.synth();

/**
 * One command deploys both: `npm run deploy -- 'ecs-task-alert-*' --app examples/environments.ts`.
 * cdktf gives all stacks the same shell environment, so what differs must not depend on it: each stack knows its
 * cluster and assumes the role of its account, and each webhook's URL has a variable of its own
 * (`TF_VAR_staging_slack_webhook_url`, `TF_VAR_production_slack_webhook_url`).
 */
function addStack(name: string, { account, region, cluster, stateBucket, mention }: Environment): void {
  const stack = new EcsTaskAlertStack(app, `ecs-task-alert-${name}`, {
    clusterArn: `arn:aws:ecs:${region}:${account}:cluster/${cluster}`,
    namePrefix: name,
    alerts: { main: { stops: { causes: "abnormal" }, message: { language: "en", mention }, webhook: name } },
    webhooks: { [name]: { ratePerSecond: 1 } },
  });

  const roleArn = `arn:aws:iam::${account}:role/deploy`;
  stack.addOverride("provider.aws.0.assume_role", [{ role_arn: roleArn }]);
  new S3Backend(stack, {
    bucket: stateBucket,
    key: "ecs-task-alert.tfstate",
    region,
    encrypt: true,
    assumeRole: { roleArn },
  });
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
