package state

import (
	"context"
	"errors"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/convobot/convo/framework"
)

// Errors of state that is used at the wrong time.
var (
	ErrNoAutoSave = errors.New("state: this turn keeps no state: wrap the bot in State.AutoSave, " +
		"and the handler of a turn that the bot starts too, or use Property.Update")
	ErrTurnEnded = errors.New("state: the turn has ended, and would not be saved again: use Property.Update, or Update")
	ErrUnsaved   = errors.New("state: the turn has changed this property and not saved it, so that an update would lose " +
		"the change: use Update alone, or State.Save before it")
)

// State gives a bot's turns what a storage holds, by scope. Create one with [New], make properties of its scopes, and
// wrap the bot in [State.AutoSave]. It is safe for concurrent use.
type State struct {
	storage Storage
	turns   *framework.Key[*session]

	conversation, root, user, private Scope

	mu    sync.Mutex
	inUse []*Scope // those that have properties
}

// New returns state that is kept in storage.
func New(storage Storage) *State {
	s := &State{storage: storage, turns: framework.NewKey[*session]("state")}
	s.conversation = Scope{state: s, name: "conversation", ofConversation: true}
	s.root = Scope{state: s, name: "root conversation", ofConversation: true, ofRoot: true}
	s.user = Scope{state: s, name: "user", ofUser: true}
	s.private = Scope{state: s, name: "private conversation", ofConversation: true, ofUser: true}
	return s
}

// Conversation is the scope of the turn's conversation: all its people share it. In a Teams channel every thread is a
// conversation of its own; see [State.Root].
func (s *State) Conversation() *Scope { return &s.conversation }

// Root is the scope of the turn's conversation with all of its threads: in Teams, of a channel. Where there are no
// threads it is as wide as [State.Conversation], yet not the same.
func (s *State) Root() *Scope { return &s.root }

// User is the scope of the person whom the turn's activity is from, in all conversations of one channel service.
//
// Persons go by their Entra object id where the activity has it, which is the same in every conversation and when the
// bot met them by that id; else by their id on the channel. Activities of Teams that people cause by writing or pressing
// have it; some updates of a conversation lack it, so do not count on the user's state there. Guests who are anonymous
// have none, and keep the id on the channel.
func (s *State) User() *Scope { return &s.user }

// Private is the scope of a person, as in [State.User], in one conversation, as in [State.Conversation].
func (s *State) Private() *Scope { return &s.private }

// register takes a name for a property.
func (s *State) register(scope *Scope, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case name == "" || !utf8.ValidString(name):
		panic("state: a property needs a name, in UTF-8")
	case scope.names[name]:
		panic("state: the " + scope.name + " scope has a property " + name + " already")
	case scope.names == nil:
		scope.names = make(map[string]bool)
		s.inUse = append(s.inUse, scope)
	}
	scope.names[name] = true
}

// scopes are those that have properties.
func (s *State) scopes() []*Scope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clip(s.inUse)
}

// AutoSave is middleware that lets turns use the properties, and saves what they changed when next has returned, with
// [State.Save]. A turn that uses none neither reads nor writes.
//
// If next returns an error, an [framework.InvokeError] too, nothing is saved. If saving fails, that is the turn's error,
// though its replies may have been sent already: a handler that must know calls [State.Save] before it replies.
//
// A turn that the bot starts is no different: give ContinueConversation a handler that is wrapped as the bot is. It has
// its own view of the state, also when a turn of the same conversation starts it.
func (s *State) AutoSave(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		if around, ok := s.turns.Get(turn); ok && !around.isOver() { // else next runs again, or one handler after another
			return next.OnTurn(ctx, turn)
		}
		cached := &session{state: s, turn: turn}
		s.turns.Set(turn, cached)
		defer cached.end()
		if err := next.OnTurn(ctx, turn); err != nil {
			return err
		}
		return cached.saveLast(ctx)
	})
}

// Save stores what the turn has changed so far: all of it, or with an error nothing. Who wants to know before they go on
// calls it; otherwise [State.AutoSave] does.
//
// It fails with a [*ConflictError] if others have changed a property that the turn has changed too, since the turn first
// read it. That others change different properties of the same scope is no conflict: keep what must agree in one
// property. Its other errors are a [*ValueError], a [*TooLargeError] and the storage's.
func (s *State) Save(ctx context.Context, turn *framework.TurnContext) error {
	cached, ok := s.turns.Get(turn)
	if !ok {
		return ErrNoAutoSave
	}
	return cached.save(ctx)
}

// inTurn calls use with what the turn has of a scope, alone.
func (s *State) inTurn(ctx context.Context, turn *framework.TurnContext, scope *Scope, use func(*item) error) error {
	cached, ok := s.turns.Get(turn)
	if !ok {
		return ErrNoAutoSave
	}
	return cached.use(ctx, scope, use)
}
