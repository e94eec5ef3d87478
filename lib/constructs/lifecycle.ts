/**
 * For resources that targets point at: Terraform then updates the targets before it deletes the old resource. Their names
 * change whenever they are replaced, so old and new do not collide.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 */
export const CREATE_FIRST = { createBeforeDestroy: true };
