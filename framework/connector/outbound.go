package connector

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/internal/transport"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const defaultMaxWait = 5 * time.Second

// Outbound is the sending half of a [framework.Adapter] over HTTP, for an adapter to embed. The zero value sends without
// credentials to any service URL. Set the fields before use; it is then safe for concurrent use.
type Outbound struct {
	// HTTPClient's Transport makes the requests; nil means one with a connection pool of its own. Its other fields are
	// not used: a request may take 30 seconds at most, and redirects are not followed.
	HTTPClient *http.Client
	// Tokens provides the bot's token; nil means that requests carry none.
	Tokens auth.TokenSource
	// CheckURL is asked before every request whether the bot may speak to the service URL; [auth.ServiceURLs] has the
	// rule. With Tokens it is required: the bot's token must not go just anywhere. Without them, nil allows all.
	CheckURL func(serviceURL string) error
	// MaxWait bounds the time that one request spends waiting, before its first attempt and between attempts, in all; 0
	// means 5 seconds, a negative value none. A wait that would exceed it, or the context's deadline, is not begun: the
	// error says when to try again.
	MaxWait time.Duration
	// Limits are kept as a budget, within this process: a message that would exceed them waits, as part of MaxWait, and
	// fails with [ErrOverBudget] if that is not enough. nil means [TeamsLimits]; &Limits{} switches it off.
	Limits *Limits
	// TokenServiceURL is the base URL of the service that keeps users' tokens, as in [auth.Cloud]. CheckURL is asked about it
	// too. "" means that the service URL of the conversation has it, as the Emulator does.
	TokenServiceURL string
	// AppID is the bot's app id, which a sign-in names.
	AppID string
	// Logger hears of requests that are repeated or, at level debug, wait for a limit; nil means nobody.
	Logger *slog.Logger

	once   sync.Once
	own    http.RoundTripper
	limits *budget
	parsed atomic.Pointer[parsedURL] // the last service URL: most bots speak to one for a long time
}

type parsedURL struct{ serviceURL, base string }

// Client returns the client of the connector at serviceURL, an absolute http or https URL. Whether the bot may speak to
// it is asked at every request.
func (o *Outbound) Client(serviceURL string) (*Client, error) {
	last := o.parsed.Load()
	if last == nil || last.serviceURL != serviceURL {
		base, err := parseServiceURL(serviceURL)
		if err != nil {
			return nil, err
		}
		last = &parsedURL{serviceURL, base}
		o.parsed.Store(last)
	}
	return &Client{out: o, serviceURL: serviceURL, base: last.base}, nil
}

// SendActivities implements [framework.Adapter]. An activity with a ReplyToID is sent as a reply to that. The address
// is the activity's own, and ref's where that lacks one. A response has no ID if the channel named none.
func (o *Outbound) SendActivities(ctx context.Context, ref schema.ConversationReference, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
	responses := make([]schema.ResourceResponse, 0, len(activities))
	for _, a := range activities {
		response, err := o.send(ctx, ref, a)
		if err != nil {
			return responses, err
		}
		responses = append(responses, response)
	}
	return responses, nil
}

func (o *Outbound) send(ctx context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	c, conversationID, err := o.address(ref, a)
	if err != nil {
		return schema.ResourceResponse{}, err
	}
	if a.ReplyToID != "" {
		return c.ReplyToActivity(ctx, conversationID, a.ReplyToID, a)
	}
	return c.SendToConversation(ctx, conversationID, a)
}

// UpdateActivity implements [framework.Adapter].
func (o *Outbound) UpdateActivity(ctx context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	c, conversationID, err := o.address(ref, a)
	if err != nil {
		return schema.ResourceResponse{}, err
	}
	return c.UpdateActivity(ctx, conversationID, a)
}

// DeleteActivity implements [framework.Adapter].
func (o *Outbound) DeleteActivity(ctx context.Context, ref schema.ConversationReference, activityID string) error {
	c, err := o.Client(ref.ServiceURL)
	if err != nil {
		return err
	}
	c.tenant = ref.Conversation.TenantID
	return c.DeleteActivity(ctx, ref.Conversation.ID, activityID)
}

// address returns where an activity goes.
func (o *Outbound) address(ref schema.ConversationReference, a *schema.Activity) (c *Client, conversationID string, err error) {
	c, err = o.Client(cmp.Or(a.ServiceURL, ref.ServiceURL))
	if err != nil {
		return nil, "", err
	}
	c.tenant = cmp.Or(a.Conversation.TenantID, ref.Conversation.TenantID)
	c.botID = ref.Bot.ID
	return c, cmp.Or(a.Conversation.ID, ref.Conversation.ID), nil
}

// CreateConversation implements [framework.Adapter]. It sends p as it is; see
// [framework.TurnContext.CreateConversation] for what a turn fills in. If the channel names another service URL for the
// conversation, and the bot may speak to it, the reference has that one.
func (o *Outbound) CreateConversation(ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	c, err := o.Client(serviceURL)
	if err != nil {
		return framework.Created{}, err
	}
	response, err := c.CreateConversation(ctx, p)
	if err != nil {
		return framework.Created{}, err
	}
	ref := schema.ConversationReference{
		Bot:        p.Bot,
		ChannelID:  channelID,
		ServiceURL: serviceURL,
		Conversation: schema.ConversationAccount{
			ID:       response.ID,
			IsGroup:  p.IsGroup,
			TenantID: p.TenantID,
		},
	}
	if len(p.Members) == 1 {
		ref.User = p.Members[0]
	}
	if channelID == schema.ChannelTeams {
		ref.Conversation.ConversationType = teamsType(response.ID, p)
	}
	if response.ServiceURL != "" {
		if err := o.allows(response.ServiceURL); err != nil {
			o.logger().WarnContext(ctx, "connector: a new conversation's service URL is not used", "error", err)
		} else {
			ref.ServiceURL = response.ServiceURL
		}
	}
	return framework.Created{Reference: ref, ActivityID: response.ActivityID}, nil
}

// teamsType is the type of a conversation that Teams has just made, or "" if it is none that Teams is known to make.
func teamsType(id string, p schema.ConversationParameters) string {
	if _, root := teams.SplitThreadID(id); root != "" {
		return schema.ConversationChannel
	}
	if !p.IsGroup && len(p.Members) == 1 {
		return schema.ConversationPersonal
	}
	return ""
}

// allows returns nil if the bot may speak to serviceURL.
func (o *Outbound) allows(serviceURL string) error {
	if _, err := parseServiceURL(serviceURL); err != nil {
		return err
	}
	return o.check(serviceURL)
}

func (o *Outbound) check(serviceURL string) error {
	if o.CheckURL == nil {
		if o.Tokens != nil {
			return errNoRule
		}
		return nil
	}
	return o.CheckURL(serviceURL)
}

func (o *Outbound) maxWait() time.Duration { return cmp.Or(o.MaxWait, defaultMaxWait) }

func (o *Outbound) logger() *slog.Logger {
	if o.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Logger
}

func (o *Outbound) transport() http.RoundTripper {
	o.once.Do(o.setUp)
	return o.own
}

func (o *Outbound) budget() *budget {
	o.once.Do(o.setUp)
	return o.limits
}

// setUp chooses what makes requests: the transport of the caller's client, if there is one. The client itself is passed
// by, so that no redirect is followed: it would carry the message, and for some hosts the token, to where CheckURL was not
// asked about.
func (o *Outbound) setUp() {
	o.limits = newBudget(o.Limits, o.maxWait())
	switch {
	case o.HTTPClient == nil:
		o.own = transport.New()
	case o.HTTPClient.Transport == nil:
		o.own = http.DefaultTransport
	default:
		o.own = o.HTTPClient.Transport
	}
}
