package framework

import "context"

// Identity is who sent an activity, as the adapter verified it. The zero value means that nobody was verified: a
// test, or a local run.
type Identity struct {
	AppID  string // the bot's app id that the sender's token was made for
	Issuer string // who made the token
}

// Authenticated reports whether a token was verified.
func (id Identity) Authenticated() bool { return id.Issuer != "" }

type (
	identityKey    struct{}
	correlationKey struct{}
)

// WithIdentity returns a context for [Engine.Process] that says who sent the activity.
func WithIdentity(ctx context.Context, id Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, id)
}

func identityFrom(ctx context.Context) Identity {
	id, _ := ctx.Value(identityKey{}).(Identity)
	return id
}

// WithCorrelationID returns a context whose turn, log lines and requests to the channel carry id.
func WithCorrelationID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, correlationKey{}, id)
}

// CorrelationID returns the id that ties together what happens because of one request; "" if there is none.
func CorrelationID(ctx context.Context) string {
	id, _ := ctx.Value(correlationKey{}).(string)
	return id
}

// Requested reports whether what is done under ctx answers somebody: ctx is that of a turn that a received activity
// started. In a turn that the bot started itself, and outside turns, nobody waits. A connector that has to choose lets
// those go first who are waited for.
func Requested(ctx context.Context) bool {
	r, ok := ctx.Value(runKey{}).(*run)
	return ok && r.received
}
