variable "rule_name" {
  type = string
}

variable "url" {
  type = string
}

resource "aws_cloudwatch_event_connection" "slack" {
  name               = "slack"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "Authorization"
      value = "dummy"
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "slack" {
  name                = "slack"
  invocation_endpoint = var.url
  http_method         = "POST"
  connection_arn      = aws_cloudwatch_event_connection.slack.arn
}

resource "aws_cloudwatch_event_rule" "own" {
  name          = "same-name"
  event_pattern = jsonencode({ source = ["module"] })
}

resource "aws_cloudwatch_event_target" "own" {
  rule = aws_cloudwatch_event_rule.own.name
  arn  = aws_cloudwatch_event_api_destination.slack.arn
}

resource "aws_cloudwatch_event_target" "of_caller" {
  rule       = var.rule_name
  arn        = aws_cloudwatch_event_api_destination.slack.arn
  input_path = "$.detail"
}

resource "aws_cloudwatch_event_target" "by_name" {
  rule = "same-name"
  arn  = aws_cloudwatch_event_api_destination.slack.arn
}

output "rule" {
  value = aws_cloudwatch_event_rule.own.name
}
