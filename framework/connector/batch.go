package connector

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
	"unicode"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// maxOperationID is how long the id of a batch may be, in bytes.
const maxOperationID = 256

var errNoOperationID = errors.New("the answer has no operation id")

// SendToUsers has Teams send a message to many people, each in their private chat with the bot, and returns the id of that
// operation. Users are named by their account ids (29:...) or Microsoft Entra object ids. Who does not have the app is not
// reached; see [Client.BatchFailed].
//
// The four operations on many go on after they are answered: ask [Client.BatchState] how far they are. They are as little
// idempotent as any other message. One that is refused with 429 sent nothing, and is repeated within
// [Outbound.MaxWait]; any error of class Ambiguous means that the messages may be on their way. Package proactive sends
// to many with an outcome for each that outlives the process.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.sendmessagetolistofusersasync
func (c *Client) SendToUsers(ctx context.Context, tenantID string, userIDs []string, a *schema.Activity) (operationID string, err error) {
	return c.startBatch(ctx, "send to users", "/users", batch{TenantID: tenantID, Members: batchMembers(userIDs)}, a)
}

// SendToTenant has Teams send a message to everyone in an organization who has the bot's app; see [Client.SendToUsers].
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.sendmessagetoallusersintenantasync
func (c *Client) SendToTenant(ctx context.Context, tenantID string, a *schema.Activity) (operationID string, err error) {
	return c.startBatch(ctx, "send to tenant", "/tenant", batch{TenantID: tenantID}, a)
}

// SendToTeam has Teams send a message to every member of a team, each in private; see [Client.SendToUsers].
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.sendmessagetoallusersinteamasync
func (c *Client) SendToTeam(ctx context.Context, tenantID, teamID string, a *schema.Activity) (operationID string, err error) {
	if reason := badID(teamID); reason != "" {
		return "", &InvalidIDError{Name: "team", ID: teamID, Reason: reason}
	}
	return c.startBatch(ctx, "send to team", "/team", batch{TenantID: tenantID, TeamID: teamID}, a)
}

// SendToChannels has Teams post a message to many channels; see [Client.SendToUsers].
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.sendmessagetolistofchannelsasync
func (c *Client) SendToChannels(ctx context.Context, tenantID string, channelIDs []string, a *schema.Activity) (operationID string, err error) {
	return c.startBatch(ctx, "send to channels", "/channels", batch{TenantID: tenantID, Members: batchMembers(channelIDs)}, a)
}

// BatchState returns how far a message to many is.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.getoperationstateasync
func (c *Client) BatchState(ctx context.Context, operationID string) (teams.BatchOperationState, error) {
	return call[teams.BatchOperationState](ctx, c, "get batch state", http.MethodGet, batchRoute(c, operationID), nil)
}

// BatchFailed returns one page of those whom a message to many did not reach: the first if continuationToken is empty.
// Each has an ID, that of a user or a channel.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.getpagedfailedentriesasync
func (c *Client) BatchFailed(ctx context.Context, operationID, continuationToken string) (teams.BatchFailedEntries, error) {
	from := c.route(batchPath+"/failedentries").id("operation", operationID).query("continuationToken", continuationToken)
	a, err := c.do(ctx, "list failed batch entries", http.MethodGet, from, nil)
	if err != nil {
		return teams.BatchFailedEntries{}, err
	}
	return a.failedEntries()
}

// failedEntries reads a page whose list has one of two names: Microsoft's SDKs do not agree about it.
func (a answer) failedEntries() (teams.BatchFailedEntries, error) {
	var page teams.BatchFailedEntries
	var other struct {
		FailedEntries []teams.BatchFailedEntry `json:"failedEntries"` // in Agents for .NET
	}
	if err := cmp.Or(a.decode(&page), a.decode(&other)); err != nil {
		return teams.BatchFailedEntries{}, err
	}
	if page.FailedEntries == nil {
		page.FailedEntries = other.FailedEntries
	}
	for i := range page.FailedEntries {
		setEntryID(&page.FailedEntries[i])
	}
	return page, nil
}

// setEntryID sets ID, which the SDKs of Microsoft do not agree how to write.
func setEntryID(e *teams.BatchFailedEntry) {
	e.ID = cmp.Or(e.ID, e.EntryID)
	if capital, ok := e.Extra["Id"]; ok && e.ID == "" {
		_ = wire.Unmarshal(capital, &e.ID) // what is not a string is no id
	}
}

// AllBatchFailed returns the entries of all pages of [Client.BatchFailed], fetching a page when it is reached. After an
// error it ends.
func (c *Client) AllBatchFailed(ctx context.Context, operationID string) iter.Seq2[teams.BatchFailedEntry, error] {
	return allPages(func(token string) ([]teams.BatchFailedEntry, string, error) {
		page, err := c.BatchFailed(ctx, operationID, token)
		return page.FailedEntries, page.ContinuationToken, err
	})
}

// CancelBatch ends a message to many. Whom it has reached keeps it.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.builder.teams.teamsinfo.canceloperationasync
func (c *Client) CancelBatch(ctx context.Context, operationID string) error {
	_, err := c.do(ctx, "cancel batch", http.MethodDelete, batchRoute(c, operationID), nil)
	return err
}

const batchPath = "/v3/batch/conversation"

func batchRoute(c *Client, operationID string) *route {
	return c.route(batchPath).id("operation", operationID)
}

// batch is a message to many.
type batch struct {
	Activity *schema.Activity `json:"activity"`
	TenantID string           `json:"tenantId"`
	TeamID   string           `json:"teamId,omitempty"`
	Members  []batchMember    `json:"members,omitempty"`
}

type batchMember struct {
	ID string `json:"id"`
}

func batchMembers(ids []string) []batchMember {
	members := make([]batchMember, len(ids))
	for i, id := range ids {
		members[i].ID = id
	}
	return members
}

func (c *Client) startBatch(ctx context.Context, op, path string, b batch, a *schema.Activity) (string, error) {
	if err := b.check(); err != nil {
		return "", err
	}
	out := c.outbound(a, "", "")
	b.Activity = &out
	if b.Activity.Type == "" {
		b.Activity.Type = schema.TypeMessage
	}
	body, err := wire.Marshal(b)
	if err != nil {
		return "", encodingError(op, err)
	}
	to := c.route(batchPath+path).message("", b.TenantID)
	answer, err := c.do(ctx, op, http.MethodPost, to, body)
	if err != nil {
		return "", err
	}
	return answer.operationID()
}

// check refuses what Teams would take for a message to nobody, or to others than were meant.
func (b *batch) check() error {
	if reason := badID(b.TenantID); reason != "" {
		return &InvalidIDError{Name: "tenant", ID: b.TenantID, Reason: reason}
	}
	if b.Members != nil && len(b.Members) == 0 {
		return errNoMembers
	}
	for _, m := range b.Members {
		if reason := badID(m.ID); reason != "" {
			return &InvalidIDError{Name: "member", ID: m.ID, Reason: reason}
		}
	}
	return nil
}

var errNoMembers = errors.New("connector: a message to many names nobody; nothing was sent")

// operationID reads the id from an answer, which is an object that has it, or the id itself, as JSON or not.
func (a answer) operationID() (string, error) {
	var object struct {
		OperationID string `json:"operationId"`
	}
	id := string(bytes.TrimSpace(a.body))
	switch {
	case wire.Unmarshal(a.body, &object) == nil:
		id = object.OperationID
	case wire.Unmarshal(a.body, &id) == nil:
	case strings.ContainsFunc(id, isNoIDRune):
		id = ""
	}
	if id == "" || len(id) > maxOperationID || badID(id) != "" {
		return "", a.unusable(errNoOperationID)
	}
	return id, nil
}

// isNoIDRune reports whether a text with r is JSON or a page rather than an id.
func isNoIDRune(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("{}[]<>\"", r) }
