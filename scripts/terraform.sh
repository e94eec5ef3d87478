#!/bin/sh
# The Terraform that scripts/cdktf.ts gives to cdktf: once the deployment is interrupted, it starts nothing more.
[ ! -e "$INTERRUPTED" ] && exec "$REAL_TERRAFORM" "$@"
