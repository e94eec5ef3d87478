#!/usr/bin/env bash
# Posts a review as a comment on a GitHub pull request, or puts it into the comment that an earlier run posted.
#   GH_TOKEN=... scripts/comment.sh OWNER/REPO NUMBER FILE
# It needs gh (https://cli.github.com) and a token that may write comments on pull requests.
set -euo pipefail

marker='<!-- ecs-task-alert review -->'
repository=${1-} number=${2-} file=${3-}
if [[ ! $repository =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ || ! $number =~ ^[0-9]+$ || $(head -n 1 "$file") != "$marker" ]]; then
  echo "usage: scripts/comment.sh OWNER/REPO NUMBER FILE, with a file that npm run review wrote" >&2
  exit 2
fi

# Only a comment of one's own: what others post with the marker in it, they could change afterwards.
urls=$(gh pr view "$number" --repo "$repository" --json comments --jq "
  .comments[] | select(.viewerDidAuthor and (.body | startswith(\"$marker\"))) | .url")
url=${urls%%$'\n'*}
comment=(--method POST "repos/$repository/issues/$number/comments")
[ -z "$url" ] || comment=(--method PATCH "repos/$repository/issues/comments/${url##*issuecomment-}")
gh api "${comment[@]}" -F body=@"$file" --jq .html_url
