#!/usr/bin/env bash
# Posts a review as a comment on a GitHub pull request, or puts it into the comment that an earlier run posted.
#   GH_TOKEN=... scripts/comment.sh OWNER/REPO NUMBER FILE
# It needs gh (https://cli.github.com) and a token that may write comments on pull requests.
set -euo pipefail

fail() {
  echo "$1" >&2
  exit 2
}

[ $# -eq 3 ] || fail "usage: scripts/comment.sh OWNER/REPO NUMBER FILE"
repository=$1 number=$2 file=$3
[[ $repository =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail "$repository: is not OWNER/REPO."
[[ $number =~ ^[0-9]+$ ]] || fail "$number: is not the number of a pull request."
[ -r "$file" ] || fail "$file: does not exist or cannot be read."
command -v gh >/dev/null || fail "gh is missing: install it (https://cli.github.com) and put it on the PATH."

IFS= read -r marker <"$file" || true
[[ $marker =~ ^'<!-- '[a-z\ -]+' -->'$ ]] || fail "$file: does not begin with the marker that npm run review writes."

# Only a comment of one's own: what others post with the marker in it, they could change afterwards.
ids=$(gh api graphql --paginate -f owner="${repository%/*}" -f name="${repository#*/}" -F number="$number" -f query='
  query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) {
        comments(first: 100, after: $endCursor) {
          nodes { databaseId body viewerDidAuthor }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }' --jq ".data.repository.pullRequest.comments.nodes[]
    | select(.viewerDidAuthor and (.body | startswith(\"$marker\"))) | .databaseId")
id=${ids%%$'\n'*}

if [ -n "$id" ]; then
  gh api --method PATCH "repos/$repository/issues/comments/$id" -F body=@"$file" --jq .html_url
else
  gh api --method POST "repos/$repository/issues/$number/comments" -F body=@"$file" --jq .html_url
fi
