package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
)

// gccServiceURL is where Teams has the bots of tenants in its Government Community Cloud speak to.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
const gccServiceURL = "https://" + gccHost + "/teams/"

// mended makes the request, and makes it anew where the channel refused it for what can be mended: another token, another
// host, each once. That doubles nothing: what is refused like that was not taken.
func (c *Client) mended(ctx context.Context, r *request) (a answer, again bool, err error) {
	for {
		a, again, err = c.attempt(ctx, r)
		refused, ok := errors.AsType[*framework.ChannelError](err)
		if !ok || !c.mend(ctx, r, refused) {
			return a, again, err
		}
	}
}

func (c *Client) mend(ctx context.Context, r *request, refused *framework.ChannelError) bool {
	switch {
	case refused.Status == http.StatusUnauthorized && !r.renewed:
		r.renewed = true
		return c.renewToken(ctx, r)
	case refused.Status == http.StatusForbidden && refused.Code == codeInvalidHost && !r.moved:
		r.moved = true
		return c.move(ctx, r, refused)
	}
	return false
}

// renewToken reports whether there is another token than the one that was not accepted.
func (c *Client) renewToken(ctx context.Context, r *request) bool {
	if c.out.Tokens == nil {
		return false
	}
	if source, ok := c.out.Tokens.(auth.TokenDropper); ok {
		source.DropToken(r.token)
	}
	token, err := c.token(ctx)
	if err != nil || token == r.token {
		return false
	}
	c.out.logger().InfoContext(ctx, "connector: the channel did not accept the token; trying a new one", "op", r.op)
	return true
}

// move turns a request to Teams' public host over to that of its Government Community Cloud, if the bot may speak to it.
func (c *Client) move(ctx context.Context, r *request, refused *framework.ChannelError) bool {
	from, err := url.Parse(c.base)
	if err != nil || !strings.EqualFold(from.Hostname(), teamsHost) {
		return false
	}
	if err := c.out.check(gccServiceURL); err != nil {
		refused.Err = fmt.Errorf("the conversation is in GCC: %w", err)
		return false
	}
	r.serviceURL = gccServiceURL
	r.url = strings.TrimSuffix(gccServiceURL, "/") + strings.TrimPrefix(r.url, c.base)
	c.out.logger().InfoContext(ctx, "connector: the conversation is in GCC; speak to its own service URL", "op", r.op, "serviceUrl", gccServiceURL)
	return true
}
