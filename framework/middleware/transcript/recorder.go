package transcript

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Defaults of [Config].
const (
	defaultMaxActivity = 64 << 10
	defaultMaxWaiting  = 16 << 20
)

// Config says what is recorded, and where. All but Store may be left out.
type Config struct {
	Store Store

	// WithoutContent leaves out what attachments, values and channel data hold: cards, forms that were filled in. The text
	// of messages stays.
	WithoutContent bool

	// MaxActivity is the size of the longest activity, in bytes of its JSON; default 64 KiB. Of a longer one, what
	// WithoutContent says is left out; if that is not enough, only who, when and the beginning of the text stay.
	MaxActivity int

	// MaxWaiting is how much may wait to be stored, in bytes; default 16 MiB. What comes while there is no room is dropped.
	MaxWaiting int

	Logger *slog.Logger // default slog.Default()
}

// Recorder records what a bot hears and says. Entries are stored behind the turn, which neither waits for the store nor
// fails with it: what cannot be stored for a minute is dropped, logged and counted. Methods are safe for concurrent use.
type Recorder struct {
	cfg      Config
	id       string // of all entries: their times differ
	last     atomic.Int64
	waiting  *waiting
	recorded *framework.Key[bool] // turns that are recorded already
}

// New returns a recorder. Close it when the adapter has shut down, and before the store.
func New(cfg Config) (*Recorder, error) {
	if cfg.Store == nil {
		return nil, errors.New("transcript: there is no Store to keep transcripts in")
	}
	cfg.MaxActivity = cmp.Or(max(cfg.MaxActivity, 0), defaultMaxActivity)
	cfg.MaxWaiting = cmp.Or(max(cfg.MaxWaiting, 0), defaultMaxWaiting)
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	return &Recorder{
		cfg: cfg, id: rand.Text()[:8], recorded: framework.NewKey[bool]("transcript"),
		waiting: newWaiting(cfg.Store, cfg.MaxWaiting, cfg.Logger),
	}, nil
}

// Middleware records the turn's activity, and what the turn sends, updates and deletes, with the ids that the channel
// gave. What the channel did not take is not recorded.
//
// Nothing is recorded of typing and traces, nor of the event that stands for a turn that the bot starts. The first
// message of a conversation that a turn creates is not seen; see [Recorder.Adapter].
func (r *Recorder) Middleware(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		if recorded, _ := r.recorded.Get(turn); recorded {
			return next.OnTurn(ctx, turn)
		}
		r.recorded.Set(turn, true)
		appID, ref := turn.Identity().AppID, turn.ConversationReference()
		r.received(appID, ref, turn.Activity)
		turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
			return func(ctx context.Context, as []*schema.Activity) ([]schema.ResourceResponse, error) {
				sent, err := next(ctx, as)
				r.sent(appID, ref, as, sent)
				return sent, err
			}
		})
		turn.OnUpdate(func(next framework.UpdateFunc) framework.UpdateFunc {
			return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
				updated, err := next(ctx, a)
				if err == nil {
					r.updated(appID, ref, a)
				}
				return updated, err
			}
		})
		turn.OnDelete(func(next framework.DeleteFunc) framework.DeleteFunc {
			return func(ctx context.Context, id string) error {
				err := next(ctx, id)
				if err == nil {
					r.deleted(appID, ref, id)
				}
				return err
			}
		})
		return next.OnTurn(ctx, turn)
	})
}

func (r *Recorder) received(appID string, ref schema.ConversationReference, a *schema.Activity) {
	if a.Type == schema.TypeEvent && a.Name == schema.EventContinueConversation {
		return
	}
	r.record(RoleUser, appID, ref, a)
}

func (r *Recorder) sent(appID string, ref schema.ConversationReference, as []*schema.Activity, sent []schema.ResourceResponse) {
	for i, response := range sent[:min(len(sent), len(as))] {
		a := *as[i]
		a.ID = response.ID
		r.record(RoleBot, appID, ref, &a)
	}
}

func (r *Recorder) updated(appID string, ref schema.ConversationReference, a *schema.Activity) {
	update := *a
	update.Type = schema.TypeMessageUpdate
	r.record(RoleBot, appID, ref, &update)
}

func (r *Recorder) deleted(appID string, ref schema.ConversationReference, id string) {
	ref.ActivityID = "" // a deletion answers nothing
	r.record(RoleBot, appID, ref, ref.Address(&schema.Activity{Type: schema.TypeMessageDelete, ID: id}))
}

func (r *Recorder) record(role, appID string, ref schema.ConversationReference, a *schema.Activity) {
	if a.Type == schema.TypeTyping || a.Type == schema.TypeTrace {
		return
	}
	e := Entry{
		Conversation: Conversation{
			TenantID: FoldID(ref.Conversation.TenantID), AppID: appID, ChannelID: ref.ChannelID, ConversationID: ref.Conversation.ID,
		},
		At: r.now(), ID: r.id, Role: role, People: people(ref, a),
	}
	var err error
	if e.Activity, err = r.encode(a); err == nil {
		err = checkKey(e)
	}
	if err != nil {
		r.waiting.drop(err)
		return
	}
	r.waiting.add(e)
}

// now is later than every time before, also when the clock is set back.
func (r *Recorder) now() time.Time {
	for {
		last := r.last.Load()
		now := max(time.Now().UnixMicro(), last+1)
		if r.last.CompareAndSwap(last, now) {
			return time.UnixMicro(now).UTC()
		}
	}
}

// Dropped returns how many entries were not stored so far.
func (r *Recorder) Dropped() uint64 { return r.waiting.dropped.Load() }

// Flush waits until what was recorded so far is stored, or dropped. Call it before you erase somebody.
func (r *Recorder) Flush(ctx context.Context) error { return r.waiting.flush(ctx) }

// Close stores what is waiting, for as long as ctx lasts, and ends the recorder: what is recorded later is dropped. The
// error says how many entries were left.
func (r *Recorder) Close(ctx context.Context) error { return r.waiting.close(ctx) }
