package webhook

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/convobot/convo/framework"
)

const (
	defaultMaxBody = 256 << 10
	callTimeout    = 15 * time.Minute // for one event, as for a turn
	writeTimeout   = 30 * time.Second // for one answer

	correlationHeader = "X-Ms-Correlation-Id"
)

// Option changes how requests are taken.
type Option func(*endpoint)

// MaxBody limits a request's body to that many bytes. The default is 256 KiB.
func MaxBody(limit int64) Option { return func(e *endpoint) { e.maxBody = limit } }

// RefuseUnknown makes a member that fn's argument does not have an error (400), for bodies that people write: a name
// with a slip in it shall not be passed over.
func RefuseUnknown() Option { return func(e *endpoint) { e.refuseUnknown = true } }

// Logger says where refusals and failures are logged. The default, also for nil, is slog.Default.
func Logger(logger *slog.Logger) Option {
	return func(e *endpoint) { e.logger = cmp.Or(logger, slog.Default()) }
}

// CheckKey says what is wrong with a key: it is empty, or holds what the Authorization header cannot carry. Check one
// that comes from the configuration before [New] panics about it.
func CheckKey(key string) error {
	switch {
	case key == "":
		return errors.New("the key is empty; leave the endpoint out where no key is configured")
	case !isToken(key):
		return errors.New("the key holds a space, a line break or a character beyond ASCII, which the Authorization header cannot carry")
	}
	return nil
}

// New returns a handler that calls fn with the event in each request's body. It panics if fn is nil, or if [CheckKey]
// refuses the key: a bot that has no key must not have the endpoint. It is safe for concurrent use, as fn has to be.
//
// What fn returns is the JSON body of a 200; a nil pointer, nil and struct{}{} are answered 204. An [*Error] sets
// another status. Any other error, and a panic, is logged and answered 500 without its text.
//
// The context goes on when the caller hangs up, so that what was begun is finished, and ends after 15 minutes. It
// carries a correlation id ([framework.CorrelationID]) for what is logged and sent, which is also the answer's header
// X-Ms-Correlation-Id: one that middleware has put into the request's context, or else a new one.
func New[In, Out any](key string, fn func(ctx context.Context, in In) (Out, error), opts ...Option) http.Handler {
	if fn == nil {
		panic("webhook: New: the function is nil")
	}
	if err := CheckKey(key); err != nil {
		panic("webhook: New: " + err.Error())
	}
	e := &endpoint{key: sha256.Sum256([]byte(key)), maxBody: defaultMaxBody, logger: slog.Default()}
	for _, opt := range opts {
		opt(e)
	}
	e.call = func(ctx context.Context, body []byte) ([]byte, *refusal) {
		in, no := read[In](body, e.refuseUnknown)
		if no != nil {
			return nil, no
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, refusalOf(err)
		}
		return encode(out)
	}
	return e
}

// queryKey is where a function's context keeps the query of its request.
type queryKey struct{}

// Query returns the query of the request that a function's context belongs to: "?to=ops" in the address that the sender
// was given, say. It is whole: a request with a query of which a part cannot be read is refused. Elsewhere there is none.
func Query(ctx context.Context) url.Values {
	query, _ := ctx.Value(queryKey{}).(url.Values)
	return query
}

// endpoint is the handler, whatever its event's type.
type endpoint struct {
	key           [sha256.Size]byte // hashed: the key itself is kept nowhere
	maxBody       int64
	refuseUnknown bool
	logger        *slog.Logger
	call          func(ctx context.Context, body []byte) (answer []byte, no *refusal)
}

// ServeHTTP takes one event.
func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := framework.CorrelationID(r.Context())
	if id == "" {
		id = rand.Text()
	}
	ctx := framework.WithCorrelationID(context.WithoutCancel(r.Context()), id)
	ctx = context.WithValue(ctx, queryKey{}, r.URL.Query())
	ctx, stop := context.WithTimeout(ctx, callTimeout)
	defer stop()
	w.Header().Set(correlationHeader, id)

	body, no := e.receive(w, r)
	if no == nil {
		body, no = e.run(ctx, body)
	}
	if no != nil {
		e.refuse(ctx, w, r, no)
		return
	}
	e.answer(ctx, w, body)
}
