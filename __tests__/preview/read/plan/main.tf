# plan.json is what `terraform show -json` prints of a plan of this, without what the preview does not read.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

variable "oncall_url" {
  type      = string
  sensitive = true
}

locals {
  queue = "arn:aws:sqs:us-east-1:123456789012:queue"
}

resource "aws_cloudwatch_event_rule" "each" {
  for_each      = { a = "A", "b.c\"]" = "B" }
  name_prefix   = "each-"
  event_pattern = jsonencode({ source = [each.value] })
}

resource "aws_cloudwatch_event_target" "by_key" {
  for_each = { a = "A", "b.c\"]" = "B" }
  rule     = aws_cloudwatch_event_rule.each[each.key].name
  arn      = local.queue
  input_transformer {
    input_paths    = { account = "$.account" }
    input_template = "{\"text\": \"${each.value} of <account>\"}"
  }
}

resource "aws_cloudwatch_event_target" "by_value" {
  for_each = aws_cloudwatch_event_rule.each
  rule     = each.value.name
  arn      = local.queue
  input    = jsonencode({ text = each.key })
}

resource "aws_cloudwatch_event_bus" "bus" {
  name = "bus"
}

resource "aws_cloudwatch_event_rule" "counted" {
  count          = 2
  name           = "counted-${count.index}"
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  event_pattern  = jsonencode({ source = ["counted ${count.index}"] })
  state          = count.index == 0 ? "DISABLED" : "ENABLED"
}

resource "aws_cloudwatch_event_target" "counted" {
  count          = 2
  rule           = aws_cloudwatch_event_rule.counted[count.index].name
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  arn            = local.queue
}

resource "aws_cloudwatch_event_target" "second" {
  rule           = aws_cloudwatch_event_rule.counted[1].name
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  arn            = local.queue
}

resource "aws_cloudwatch_event_target" "by_name" {
  rule           = "counted-1"
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  arn            = local.queue
}

resource "aws_sqs_queue" "queue" {
  name = "queue"
}

resource "aws_cloudwatch_event_rule" "unknown" {
  name          = "unknown"
  event_pattern = jsonencode({ resources = [aws_sqs_queue.queue.arn] })
}

resource "aws_cloudwatch_event_target" "unknown" {
  rule = aws_cloudwatch_event_rule.unknown.name
  arn  = aws_sqs_queue.queue.arn
}

resource "aws_cloudwatch_event_target" "unknown_template" {
  rule = aws_cloudwatch_event_rule.each["a"].name
  arn  = aws_sqs_queue.queue.arn
  input_transformer {
    input_paths    = { account = "$.account" }
    input_template = "{\"text\": \"${aws_sqs_queue.queue.url}\"}"
  }
}

resource "aws_cloudwatch_event_rule" "schedule" {
  name                = "schedule"
  schedule_expression = "rate(5 minutes)"
}

resource "aws_cloudwatch_event_target" "schedule" {
  rule = aws_cloudwatch_event_rule.schedule.name
  arn  = local.queue
}

resource "aws_cloudwatch_event_target" "elsewhere" {
  rule = "elsewhere"
  arn  = local.queue
}

module "alerts" {
  source    = "./alerts"
  for_each  = toset(["x", "y.z"])
  rule_name = aws_cloudwatch_event_rule.each["a"].name
  url       = var.oncall_url
}

resource "aws_cloudwatch_event_target" "of_module" {
  rule = module.alerts["y.z"].rule
  arn  = local.queue
}
